package darkroom.fake.ark;

import darkroom.fake.kit.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The Seedream models of Ark and what each of them takes. */
enum ArkModel {
  V4_5("seedream-4-5-251128 doubao-seedream-4-5-251128", "2K 4K", 3_686_400, 16_777_216),
  V4_0("seedream-4-0-250828 doubao-seedream-4-0-250828", "1K 2K 4K", 921_600, 16_777_216),
  V5_0_LITE(
      "seedream-5-0-260128 seedream-5-0-lite-260128 doubao-seedream-5-0-260128",
      "2K 3K 4K",
      3_686_400,
      16_777_216),
  V5_0_PRO(
      "seedream-5-0-pro-260628 " + "dola-seedream-5-0-pro-260628 doubao-seedream-5-0-pro-260628",
      "1K 2K",
      921_600,
      4_624_220);

  // words parted by blanks
  private final String ids;
  private final String tiers;
  private final long least;
  private final long most;

  ArkModel(String ids, String tiers, long least, long most) {
    this.ids = ids;
    this.tiers = tiers;
    this.least = least;
    this.most = most;
  }

  static Optional<ArkModel> of(String id) {
    return Arrays.stream(values()).filter(model -> holds(model.ids, id)).findFirst();
  }

  private static boolean holds(String words, String word) {
    return List.of(words.split(" ", -1)).contains(word);
  }

  boolean hasTier(String size) {
    return holds(tiers, size);
  }

  boolean isTooSmall(Pixels size) {
    return size.area() < least;
  }

  long leastArea() {
    return least;
  }

  boolean isTooLarge(Pixels size) {
    return size.area() > most;
  }

  /** Of 4.0 the API's page says 14, and the model's card 10. */
  int mostReferences() {
    return this == V5_0_PRO || this == V4_0 ? 10 : 14;
  }

  boolean streams() {
    return this != V5_0_PRO;
  }

  boolean makesGroups() {
    return this != V5_0_PRO;
  }

  boolean optimizesFast() {
    return this == V4_0;
  }

  /** The fifth generation chooses its output's format, and the light one searches the web. */
  boolean isFifth() {
    return this == V5_0_LITE || this == V5_0_PRO;
  }

  boolean searches() {
    return this == V5_0_LITE;
  }
}
