package darkroom.fake.kit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what befalls each paid request: first what a script laid down for the next ones, else
 * what its prompt asks for. Thread-safe.
 */
public final class Fates {
  private final Faults faults;
  private final Deque<Misfortune> script = new ArrayDeque<>();
  private final Map<String, Integer> refusals = new HashMap<>();
  private String name = "";

  Fates(Faults faults) {
    this.faults = faults;
  }

  /** Whose fates these are: {@code [[at fal http 401]]} befalls fal's alone. */
  synchronized void belongTo(String vendor) {
    name = vendor;
  }

  /**
   * Lays a misfortune on the next paid requests, whatever their prompts.
   *
   * @param times how many, from 1; a {@code 429} of a script refuses so often, its own number says
   *     nothing
   * @throws IllegalArgumentException when the directive is none
   */
  public synchronized void script(Directive directive, int times) {
    if (times < 1 || times > 100_000) {
      throw new IllegalArgumentException("times: " + times + " (expected: 1..100000)");
    }
    Misfortune misfortune = MisfortuneReader.read(directive);
    for (int i = 0; i < times; i++) {
      script.addLast(misfortune);
    }
  }

  /** Whether the next paid request is to be dropped unread; uses that line of the script up. */
  synchronized boolean dropsUnread() {
    boolean drops = script.peekFirst() instanceof Misfortune.DropBeforeRead;
    if (drops) {
      script.removeFirst();
    }
    return drops;
  }

  /** A directive that cannot be read is a fault of the test, and then nothing befalls. */
  synchronized Misfortune next(String prompt) {
    if (!script.isEmpty()) {
      return script.removeFirst();
    }
    Optional<Directive> said = Directive.in(prompt);
    if (said.isEmpty()) {
      return Misfortune.NONE;
    }
    try {
      Directive directive = said.get();
      if (directive.word().equals("at")) {
        if (!directive.at(0).equals(name)) {
          return Misfortune.NONE;
        }
        directive = Directive.of(directive.rest(1));
      }
      Misfortune misfortune = MisfortuneReader.read(directive);
      boolean over =
          misfortune instanceof Misfortune.Busy busy
              && refusals.merge(prompt, 1, Integer::sum) > busy.times();
      return over ? Misfortune.NONE : misfortune;
    } catch (IllegalArgumentException e) {
      faults.add("a directive that is none: " + e.getMessage());
      return Misfortune.NONE;
    }
  }

  synchronized void clear() {
    script.clear();
    refusals.clear();
  }
}
