package darkroom.verify.money;

/** Mean and variance of a growing sample, and Welch's t of two of them. Not thread-safe. */
final class Welch {
  private long count;
  private double mean;
  private double squares;

  void add(double value) {
    count++;
    double off = value - mean;
    mean += off / count;
    squares += off * (value - mean);
  }

  /** How many standard errors the means of both lie apart; 0 while one of them is too small. */
  static double t(Welch one, Welch other) {
    if (one.count < 2 || other.count < 2) {
      return 0;
    }
    double error = one.variance() / one.count + other.variance() / other.count;
    return error == 0 ? 0 : (one.mean - other.mean) / Math.sqrt(error);
  }

  private double variance() {
    return squares / (count - 1);
  }
}
