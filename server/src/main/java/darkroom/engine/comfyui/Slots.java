package darkroom.engine.comfyui;

import java.util.List;

/**
 * Where a workflow takes what differs from picture to picture. A value goes into all slots of its
 * list.
 *
 * @param width with {@code height}: both empty when the workflow decides the size by itself
 * @param images one per reference, in the caller's order
 * @param outputs ids of the nodes that save the picture, the preferred one first
 */
record Slots(
    List<Slot> prompt,
    List<Slot> width,
    List<Slot> height,
    List<Slot> seed,
    List<Slot> images,
    List<String> outputs) {

  Slots {
    prompt = List.copyOf(prompt);
    width = List.copyOf(width);
    height = List.copyOf(height);
    seed = List.copyOf(seed);
    images = List.copyOf(images);
    outputs = List.copyOf(outputs);
  }

  Slots savedBy(List<String> nodes) {
    return new Slots(prompt, width, height, seed, images, nodes);
  }

  boolean isSize(Slot slot) {
    return width.contains(slot) || height.contains(slot);
  }
}
