/**
 * ComfyUI with a handful of its nodes, as its own server speaks: prompts by an id of the client,
 * queue and history, the newer list of jobs (which may be switched off), uploads, results and steps
 * over a web socket. May use {@code kit} and {@code wire}. In a test start {@link
 * darkroom.fake.comfyui.FakeComfy}; what it does is in {@link darkroom.fake.comfyui.ComfyVendor}.
 */
@NullMarked
package darkroom.fake.comfyui;

import org.jspecify.annotations.NullMarked;
