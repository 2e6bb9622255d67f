package darkroom.net;

import darkroom.config.ConfigReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the guarded client.
 *
 * @param allowedRanges what the operator opens in spite of the block table
 * @param connectTimeout for the look-up of a name, and again for the connection
 * @param maxConnections over all hosts, of one client
 * @param perHost requests in flight to one host name, of one client
 */
public record NetConfig(
    List<AddressRange> allowedRanges, Duration connectTimeout, int maxConnections, int perHost) {

  public NetConfig {
    allowedRanges = List.copyOf(allowedRanges);
  }

  /** The same for a client with another number of requests to one host. */
  public NetConfig withPerHost(int perHost) {
    return new NetConfig(allowedRanges, connectTimeout, maxConnections, perHost);
  }

  public static NetConfig read(ConfigReader reader) {
    return new NetConfig(
        ranges(
            reader,
            reader.list(
                "net.allow",
                "Address ranges (CIDR, parted by commas) that callbacks and picture URLs may reach"
                    + " although they are private or reserved.")),
        reader.duration(
            "net.connect-timeout",
            "5s",
            "100ms",
            "60s",
            "Longest wait for a name, then a connection."),
        reader.integer(
            "net.max-connections",
            512,
            1,
            10_000,
            "Connections open at once, over all hosts: of callbacks, of references and of results"
                + " each."),
        reader.integer(
            "net.per-host",
            4,
            1,
            1_000,
            "Requests in flight to one host: for references and for results each."));
  }

  private static List<AddressRange> ranges(ConfigReader reader, List<String> texts) {
    var ranges = new ArrayList<AddressRange>();
    for (String text : texts) {
      try {
        AddressRange range = AddressRange.parse(text);
        if (AddressGuard.isListable(range)) {
          ranges.add(range);
        } else {
          reader.problem("net.allow", "'" + text + "'", "/96 or longer within 64:ff9b:1::/48");
        }
      } catch (IllegalArgumentException e) {
        reader.problem("net.allow", "'" + text + "'", "CIDR such as 10.0.0.0/8 or fd00::/8");
      }
    }
    return ranges;
  }
}
