package darkroom.verify.fault;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Cuts the power of an ext4 file system: from one moment to the next nothing reaches its device any
 * more, what was not synced is gone, and everybody gets errors.
 */
final class PowerSwitch {
  private static final int EXT4_IOC_SHUTDOWN = 0x8004587d;
  private static final int NO_LOG_FLUSH = 2;
  private static final int O_RDONLY = 0;

  private final MethodHandle open;
  private final MethodHandle ioctl;
  private final MethodHandle close;

  @SuppressWarnings("restricted") // three calls of the C library, by their documented signatures
  PowerSwitch() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    open =
        linker.downcallHandle(
            libc.find("open").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    ioctl =
        linker.downcallHandle(
            libc.find("ioctl").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    close =
        linker.downcallHandle(
            libc.find("close").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /**
   * @param mounted any folder on the file system
   */
  void cut(Path mounted) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) open.invokeExact(arena.allocateFrom(mounted.toString()), O_RDONLY);
      MemorySegment flag = arena.allocateFrom(ValueLayout.JAVA_INT, NO_LOG_FLUSH);
      int result = (int) ioctl.invokeExact(file, (long) EXT4_IOC_SHUTDOWN & 0xffffffffL, flag);
      int closed = (int) close.invokeExact(file);
      if (file < 0 || result != 0 || closed != 0) {
        throw new IOException("cannot cut the power of " + mounted);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
