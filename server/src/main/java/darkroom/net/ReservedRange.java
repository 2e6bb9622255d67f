package darkroom.net;

/**
 * A row of the table of addresses that are no public hosts.
 *
 * @param local true for loopback and private networks, which an installation on loopback may reach
 */
record ReservedRange(AddressRange range, boolean local, String name) {

  /** Reads a row such as {@code 10.0.0.0/8 local private use}. */
  static ReservedRange parse(String row) {
    String[] columns = row.strip().split(" +", 3);
    return new ReservedRange(
        AddressRange.parse(columns[0]), columns[1].equals("local"), columns[2]);
  }
}
