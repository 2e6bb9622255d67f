package darkroom.verify.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Files that are a picture to one reader and something else to another (threat T14): each carries a
 * script that calls a listener, in a place of its own. The engine mock hands out number 12 with a
 * listener on port 4000 as {@code poly-12-4000}.
 */
public final class Polyglots {
  public static final int COUNT = 50;

  private static final List<String> PNG_PLACES =
      List.of("tEXt", "iTXt", "zTXt", "eXIf", "iCCP", "prVt", "tIME", "sPLT", "tail", "two tails");
  private static final List<Integer> JPEG_PLACES =
      List.of(0xfe, 0xe0, 0xe1, 0xe2, 0xeb, 0xed, 0xee, 0xef, -1, -2);
  private static final List<Integer> GIF_PLACES = List.of(0xfe, 0xff, 0x01, 0xf0, -1, -2);
  private static final List<String> WEBP_PLACES =
      List.of("EXIF", "XMP ", "ICCP", "C2PA", "ANIM", "junk", "tail", "two tails");

  private Polyglots() {}

  /** The script that every one of them carries. */
  public static String script(String name, int port) {
    return "<script>fetch('http://127.0.0.1:"
        + port
        + "/ran?"
        + name
        + "',{mode:'no-cors'})</script>"
        + "<img src=x onerror=\"fetch('http://127.0.0.1:"
        + port
        + "/ran?"
        + name
        + "')\">";
  }

  static byte[] of(String name) {
    String[] parts = name.split("-", -1);
    int number = Integer.parseInt(parts[1]);
    byte[] script = text("<html><body>" + script(parts[1], Integer.parseInt(parts[2])) + "</html>");
    int at = number;
    if (at < PNG_PLACES.size()) {
      return png(PNG_PLACES.get(at), script);
    }
    at -= PNG_PLACES.size();
    if (at < JPEG_PLACES.size()) {
      return jpeg(JPEG_PLACES.get(at), script);
    }
    at -= JPEG_PLACES.size();
    if (at < GIF_PLACES.size()) {
      return gif(GIF_PLACES.get(at), script);
    }
    at -= GIF_PLACES.size();
    if (at < WEBP_PLACES.size()) {
      return webp(WEBP_PLACES.get(at), script);
    }
    return other(at - WEBP_PLACES.size(), script);
  }

  private static byte[] png(String place, byte[] script) {
    byte[] png = Lies.picture(3);
    if (place.endsWith("tail")) {
      return joined(png, script);
    }
    if (place.endsWith("tails")) {
      return joined(png, text("%PDF-1.7\n"), script, png);
    }
    byte[] named = joined(text(place), text("note\0\0"), script);
    var crc = new CRC32();
    crc.update(named);
    byte[] chunk = joined(number(named.length - 4), named, number((int) crc.getValue()));
    return inserted(png, 33, chunk);
  }

  private static byte[] jpeg(int place, byte[] script) {
    byte[] jpeg = Lies.encoded(3, "jpeg");
    return switch (place) {
      case -1 -> joined(jpeg, script);
      case -2 -> joined(jpeg, text("PK\3\4"), script, jpeg);
      default -> {
        String lead =
            switch (place) {
              case 0xe1 -> "http://ns.adobe.com/xap/1.0/\0";
              case 0xe2 -> "ICC_PROFILE\0\1\1";
              case 0xeb -> "JP\0\1";
              case 0xee -> "Adobe\0d\0\0\0\0\1";
              default -> "*/";
            };
        byte[] payload = joined(text(lead), script);
        ByteBuffer head = ByteBuffer.allocate(4);
        head.put((byte) 0xff).put((byte) place).putShort((short) (payload.length + 2));
        yield inserted(jpeg, 2, joined(head.array(), payload));
      }
    };
  }

  private static byte[] gif(int place, byte[] script) {
    byte[] gif = Lies.encoded(3, "gif");
    if (place == -1) {
      return joined(gif, script);
    }
    if (place == -2) {
      // its width is the start of a comment in JavaScript
      gif[6] = '/';
      gif[7] = '*';
      return joined(gif, text("*/=1;"), script);
    }
    int palette = (gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1);
    var block = new ByteArrayOutputStream();
    block.write(0x21);
    block.write(place);
    for (int at = 0; at < script.length; at += 255) {
      int count = Math.min(255, script.length - at);
      block.write(count);
      block.write(script, at, count);
    }
    block.write(0);
    return inserted(gif, 13 + palette, block.toByteArray());
  }

  private static byte[] webp(String place, byte[] script) {
    byte[] pixels = riffChunk("VP8L", WebpSample.lossless(8, 8));
    byte[] extended = new byte[10];
    extended[0] = 0x2c;
    extended[4] = 7;
    extended[7] = 7;
    var chunks = new ArrayList<byte[]>(List.of(riffChunk("VP8X", extended), pixels));
    if (!place.contains("tail")) {
      chunks.add(place.equals("ICCP") ? 1 : 2, riffChunk(place, script));
    }
    byte[] body = joined(chunks.toArray(byte[][]::new));
    byte[] file = joined(text("RIFF"), little(body.length + 4), text("WEBP"), body);
    return place.contains("tail") ? joined(file, script, script) : file;
  }

  /** No pictures at all, though some readers would draw them. */
  private static byte[] other(int kind, byte[] script) {
    String code = new String(script, StandardCharsets.ISO_8859_1);
    String svg = "<svg xmlns='http://www.w3.org/2000/svg'>";
    return text(
        switch (kind % 16) {
          case 0 -> code;
          case 1 -> "<!doctype html>" + code;
          case 2 -> svg + "<foreignObject>" + code + "</foreignObject></svg>";
          case 3 -> "<?xml version='1.0'?>" + svg + code + "</svg>";
          case 4 -> "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + svg + "&x;" + code;
          case 5 -> "push graphic-context\nfill 'url(http://127.0.0.1/x)'\npop\n" + code;
          case 6 -> "\0\0\0\30ftypheic\0\0\0\0heicmif1" + code;
          case 7 -> "\0\0\0\30ftypavif\0\0\0\0avifmif1" + code;
          case 8 -> "%PDF-1.7\n" + code;
          case 9 -> "BM" + code;
          case 10 -> "II*\0" + code;
          case 11 -> "\0\0\1\0" + code;
          case 12 -> "PK\3\4" + code;
          case 13 -> "\u00ef\u00bb\u00bf" + code;
          case 14 -> "GIF89a" + code;
          default -> "\u00ff\u00d8\u00ff" + code;
        });
  }

  private static byte[] inserted(byte[] file, int at, byte[] more) {
    return joined(
        java.util.Arrays.copyOf(file, at),
        more,
        java.util.Arrays.copyOfRange(file, at, file.length));
  }

  private static byte[] riffChunk(String type, byte[] data) {
    return joined(text(type), little(data.length), data, new byte[data.length % 2]);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    try {
      for (byte[] part : parts) {
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
