package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up without a file to look for: one line per event on standard output, as text or as
 * JSON. Found by Logback through its service file.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** Level of everything; tests lower it. */
  private static final String LEVEL_PROPERTY = "darkroom.log.level";

  /** Readers of requests: each of their warnings is a line that a stranger can write at will. */
  private static final List<String> WRITABLE_BY_STRANGERS =
      List.of("org.eclipse.jetty.http", "org.eclipse.jetty.util.HostPort");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    use(context, Settings.LogFormat.TEXT);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Switches to the format the operator asked for. */
  static void use(Settings.LogFormat format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      use(context, format);
    }
  }

  private static void use(LoggerContext context, Settings.LogFormat format) {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setEncoder(encoder(context, format));
    appender.start();
    var root = context.getLogger(ch.qos.logback.classic.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    WRITABLE_BY_STRANGERS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    context
        .getLogger("darkroom")
        .setLevel(Level.toLevel(System.getProperty(LEVEL_PROPERTY), Level.INFO));
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, Settings.LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> new LogJson();
          case TEXT -> {
            var lines = new LayoutWrappingEncoder<ILoggingEvent>();
            lines.setLayout(new LogText());
            lines.setCharset(UTF_8);
            yield lines;
          }
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
