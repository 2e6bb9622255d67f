@org.jspecify.annotations.NullMarked
package darkroom.client;
