@org.jspecify.annotations.NullMarked
package darkroom.webhook;
