package darkroom;

import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/** Somebody else's web server with a picture on it, on loopback. */
public final class PictureHost implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean gone;

  public PictureHost() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] whole = png(64, 48);
    Map<String, byte[]> pictures =
        Map.of(
            "/photo.png",
            whole,
            // signature and header are there, the pixels are not
            "/damaged.png",
            Arrays.copyOf(whole, 60));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.incrementAndGet();
            byte[] picture = gone ? null : pictures.get(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().set("Content-Type", "image/png");
            exchange.sendResponseHeaders(
                picture == null ? 404 : 200, picture == null ? -1 : picture.length);
            if (picture != null) {
              exchange.getResponseBody().write(picture);
            }
          }
        });
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public int asked() {
    return asked.get();
  }

  /** From now on there is nothing any more. */
  public void forget() {
    gone = true;
  }

  static byte[] png(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.ORANGE);
    canvas.fillRect(0, 0, width, height / 2);
    canvas.dispose();
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
