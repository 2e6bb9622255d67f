package darkroom.catalog;

/**
 * A descriptor as found.
 *
 * @param name for messages: the file's name without its folder
 */
record DescriptorFile(String name, String text) {}
