@org.jspecify.annotations.NullMarked
package darkroom.verify.outbound;
