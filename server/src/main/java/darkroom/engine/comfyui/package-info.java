/**
 * Asks a ComfyUI of the operator, which runs whatever workflow the operator exported from it. The
 * workflow is a file that stays as it was exported; settings say which of its inputs take the
 * prompt, the size, the seed and the references. Facts are from ComfyUI's own server.
 *
 * <p>May use: what engine may use. Read first: {@link darkroom.engine.comfyui.ComfyEngine}, then
 * {@link darkroom.engine.comfyui.Workflow}.
 */
@NullMarked
package darkroom.engine.comfyui;

import org.jspecify.annotations.NullMarked;
