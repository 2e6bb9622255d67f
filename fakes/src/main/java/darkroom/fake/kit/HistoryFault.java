package darkroom.fake.kit;

/** What a vendor's history says: {@code [[history KIND]]}. */
public enum HistoryFault {
  ABSENT,
  DELAYED,
  DOUBLE;
}
