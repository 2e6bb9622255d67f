package darkroom.crash;

/** What was counted at the end of a run. All but the first five have to be zero. */
record Verdict(
    int rounds,
    int accepted,
    int unanswered,
    int finished,
    int failed,
    int lost,
    int doubled,
    int stuck,
    int wrongCharge,
    int drift,
    int badFiles,
    int callbacksMissing,
    int callbacksWrong,
    int orphans) {

  @Override
  public String toString() {
    return ("crash rounds=%d accepted=%d unanswered=%d finished=%d failed=%d lost=%d doubled=%d"
            + " stuck=%d wrong_charge=%d drift=%d file_bad=%d cb_missing=%d cb_wrong=%d orphans=%d")
        .formatted(
            rounds,
            accepted,
            unanswered,
            finished,
            failed,
            lost,
            doubled,
            stuck,
            wrongCharge,
            drift,
            badFiles,
            callbacksMissing,
            callbacksWrong,
            orphans);
  }

  boolean isClean() {
    return lost
            + doubled
            + stuck
            + wrongCharge
            + drift
            + badFiles
            + callbacksMissing
            + callbacksWrong
            + orphans
        == 0;
  }
}
