package darkroom.verify.upstream;

import static darkroom.verify.upstream.Mode.FINISHED;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Every misfortune of the run, in the words of the fakes, with the end it has to come to. */
final class Modes {
  private static final String UNKNOWN = "upstream_outcome_unknown";
  private static final String POLICY = "content_policy";
  private static final String INPUT = "invalid_input";
  private static final String BAD = "bad_result";
  private static final String FAILED = "engine_failed";
  private static final String ACCOUNT = "engine_unavailable";
  private static final String BUSY = "engine_busy";
  private static final String DEADLINE = "deadline_exceeded";
  private static final Predicate<Vendor> JOBS = Vendor::jobs;

  /** Nobody listens there, and the victims may ask. */
  static final String NOWHERE = "http://127.0.0.1/nowhere.png";

  /** Nothing befalls at the engine, which is not asked. */
  static final String UNREADABLE = "none unreadable";

  /** Beyond the deadline of any run. */
  static final String TOO_LATE = "late 120000";

  private static final Mode NONE = Mode.of("none", FINISHED);
  private static final List<Mode> ALL = all();

  private Modes() {}

  /** The row of the plan of faults that it stands for; empty where it is none of these. */
  static String row(Mode mode) {
    String[] words = mode.directive().replaceFirst("^at \\w+ ", "").split(" ", -1);
    return switch (words[0]) {
      case "never", "headers-then-stall" -> "F31";
      case "drop-after-read", "rst-after-read", "cut" -> "F32";
      case "429" -> "F33";
      case "http", "html" -> words[1].startsWith("4") ? "F35" : "F34";
      case "image", "size", "json", "count" -> "F36";
      case "stuck", "late" -> mode.lasts() ? "F39" : "";
      case "none" -> mode.unreadable() ? "F40" : words.length > 1 ? "F30" : "";
      default -> "";
    };
  }

  static Mode none() {
    return NONE;
  }

  /** The references are nowhere to be had. */
  static Mode unreadable() {
    return Mode.of(UNREADABLE, "reference_unreadable");
  }

  /** What an edit may meet: its journey differs from a text's in its references alone. */
  static List<Mode> edited() {
    return List.of(
        NONE,
        Mode.of("slow 1500", FINISHED),
        Mode.of("http 413", INPUT + " " + FAILED + " reference_unreadable"));
  }

  /** The account is broken at the first engine alone, so the next one draws. */
  static Mode brokenAt(Vendor first) {
    return Mode.of("at " + first.name() + " http 401", FINISHED).closing();
  }

  /** Nobody listens where the engine was: proven not sent, so another one draws, or it later. */
  static Mode shut() {
    return Mode.of("none shut", FINISHED).closing().losing(FINISHED);
  }

  /** Those that make sense for an engine, and may meet many tasks at once. */
  static List<Mode> mixed(Vendor vendor) {
    return ALL.stream().filter(mode -> !mode.alone() && mode.fits(vendor)).toList();
  }

  /** Those after which the engine is closed for a while. */
  static List<Mode> closing(Vendor vendor) {
    return ALL.stream().filter(mode -> mode.alone() && mode.fits(vendor)).toList();
  }

  private static List<Mode> all() {
    var all = new ArrayList<Mode>();
    all.add(NONE);
    wire(all);
    refusals(all);
    closing(all);
    ark(all);
    others(all);
    jobs(all);
    pictures(all);
    return List.copyOf(all);
  }

  /** The answer is slow, cut, missing or none. */
  private static void wire(List<Mode> all) {
    all.add(Mode.of("slow 1500", FINISHED));
    all.add(Mode.of("trickle 2", FINISHED));
    for (String silent :
        List.of(
            "never", "headers-then-stall", "drop-after-read", "rst-after-read", "cut 0", "cut 9")) {
      all.add(Mode.of(silent, UNKNOWN).losing(FINISHED));
    }
    for (String broken : List.of("nan", "huge", "unparsable", "empty")) {
      all.add(Mode.of("json " + broken, UNKNOWN).losing(FINISHED));
    }
    for (int status : new int[] {200, 502, 503}) {
      all.add(Mode.of("html " + status, UNKNOWN).losing());
    }
  }

  /** The engine says no, in its own shape. */
  private static void refusals(List<Mode> all) {
    all.add(Mode.of("http 400", INPUT).only(Modes::judgesInput));
    all.add(
        Mode.of("http 413", INPUT + " " + FAILED + " reference_unreadable")
            .only(Modes::judgesInput));
    all.add(Mode.of("http 422", INPUT + " " + FAILED).only(Modes::judgesInput));
    all.add(Mode.of("http 408", UNKNOWN).losing());
    all.add(Mode.of("http 409", UNKNOWN).losing());
    all.add(Mode.of("http 500", UNKNOWN + " " + FAILED));
    for (int status : new int[] {502, 503, 504}) {
      all.add(Mode.of("http " + status, UNKNOWN).losing());
    }
    for (String kind : List.of("none", "seconds", "date", "negative")) {
      all.add(Mode.of("429 2 " + kind, FINISHED).only(Modes::knowsBusy));
    }
  }

  /** After most of these nobody asks the engine for a while. */
  private static void closing(List<Mode> all) {
    for (int status : new int[] {401, 402, 403, 404}) {
      all.add(Mode.of("http " + status, ACCOUNT + " " + INPUT + " " + FAILED).closing());
    }
    for (int status : new int[] {400, 413, 422}) {
      all.add(Mode.of("http " + status, ACCOUNT + " " + INPUT).closing().only("comfyui"));
    }
    for (String code : List.of("ModelNotOpen", "AccountOverdueError")) {
      all.add(Mode.of("fail " + code, ACCOUNT).closing().only("ark"));
    }
    all.add(
        Mode.of("restart", FINISHED + " " + UNKNOWN)
            .closing()
            .losing(FINISHED + " " + UNKNOWN)
            .only(JOBS));
    // a pause of minutes: the task's deadline comes first
    all.add(
        Mode.of("429 1 absurd", BUSY + " " + DEADLINE + " " + FINISHED)
            .closing()
            .only(Modes::knowsBusy));
  }

  private static void ark(List<Mode> all) {
    all.add(Mode.of("fail InputTextSensitiveContentDetected", POLICY).only("ark"));
    all.add(Mode.of("fail OutputImageSensitiveContentDetected", POLICY).only("ark"));
    all.add(Mode.of("fail InvalidParameter.OversizeImage", "reference_unreadable").only("ark"));
    all.add(
        Mode.of("fail InvalidParameter image size must be larger", "size_unsupported").only("ark"));
    all.add(Mode.of("fail InternalServiceError", FAILED).only("ark"));
    all.add(Mode.of("fail 503 InternalServiceError", UNKNOWN).losing().only("ark"));
    all.add(Mode.of("fail RateUnheardOf", INPUT).only("ark"));
    all.add(Mode.of("error-inside InternalServiceError", FAILED).only("ark"));
    all.add(Mode.of("error-inside OutputImageSensitiveContentDetected", POLICY).only("ark"));
    all.add(Mode.of("stall-after-picture", FINISHED).only("ark"));
    all.add(Mode.of("cut-after-picture", FINISHED).only("ark"));
    all.add(Mode.of("count 3", FINISHED).billing(3).only("ark"));
    all.add(Mode.of("partial 0/1", POLICY).only("ark"));
    all.add(Mode.of("moderated 0", POLICY).only("ark"));
  }

  private static void others(List<Mode> all) {
    all.add(Mode.of("fail content_policy_violation", POLICY).only("fal"));
    all.add(Mode.of("error-inside content_policy_violation", POLICY).only("fal"));
    all.add(Mode.of("error-inside internal_server_error", FAILED).only("fal"));
    all.add(Mode.of("fail content_moderation_error", POLICY).only("poyo"));
    all.add(Mode.of("error-inside content_moderation_error", POLICY).only("poyo"));
    all.add(Mode.of("moderated 0", POLICY).only("fal replicate"));
  }

  private static void jobs(List<Mode> all) {
    all.add(Mode.of("late 3000", FINISHED).only(JOBS));
    all.add(Mode.of("stuck", DEADLINE).only(JOBS));
    all.add(Mode.of(TOO_LATE, DEADLINE).only(JOBS));
    all.add(Mode.of("lost-job", UNKNOWN).losing().only(JOBS));
    all.add(Mode.of("progress-back", FINISHED).only("fal poyo sdserver replicate"));
    for (String kind : List.of("none", "twice", "early", "badsig", "stale", "otherid")) {
      all.add(Mode.of("hook " + kind, FINISHED).only("fal replicate poyo"));
    }
    all.add(
        Mode.of("history absent", UNKNOWN)
            .losing(UNKNOWN + " " + FINISHED)
            .only("fal replicate comfyui"));
    all.add(Mode.of("history delayed 1500", FINISHED).losing().only("fal replicate comfyui"));
    all.add(
        Mode.of("history double", FINISHED + " " + UNKNOWN)
            .losing()
            .billing(2)
            .only("fal replicate comfyui"));
  }

  private static void pictures(List<Mode> all) {
    all.add(Mode.of("image truncated", FINISHED).only(Modes::isByAddress));
    all.add(Mode.of("image truncated", BAD).only(Vendor::inline));
    all.add(Mode.of("image zero", BAD));
    all.add(Mode.of("image html", BAD));
    all.add(Mode.of("image bomb", BAD));
    all.add(Mode.of("image wrongtype", FINISHED));
    all.add(Mode.of("size 640x480", FINISHED + " " + BAD + " size_unsupported"));
    for (String kind : List.of("expired", "404", "redirect-private", "private")) {
      all.add(Mode.of("url " + kind, BAD).only(Modes::isByAddress));
    }
  }

  private static boolean isByAddress(Vendor vendor) {
    return !vendor.inline();
  }

  /** ComfyUI has no such answer of its own. */
  private static boolean knowsBusy(Vendor vendor) {
    return !vendor.name().equals("comfyui");
  }

  /** ComfyUI judges the operator's workflow, so its no says nothing about the caller's input. */
  private static boolean judgesInput(Vendor vendor) {
    return !vendor.name().equals("comfyui");
  }
}
