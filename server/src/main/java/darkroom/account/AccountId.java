package darkroom.account;

/** Name of an account, such as {@code acc_5Tq…}. Not a secret. */
public record AccountId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
