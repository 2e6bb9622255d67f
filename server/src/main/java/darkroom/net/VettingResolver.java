package darkroom.net;

import darkroom.net.OutboundException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns a host into the one address a request may go to. Looks up once; any bad address among the
 * answers refuses them all (threat T04). A zone whose name servers are silent takes only a few of
 * the threads that look up (threat T42). Thread-safe.
 */
final class VettingResolver implements AutoCloseable {
  private static final int LOOKUPS = 64;
  private static final int PER_ZONE = 8;

  private final NameResolver names;
  private final AddressGuard guard;
  private final Duration longestLookup;
  private final HostPermits zones = new HostPermits(PER_ZONE);

  // The JDK's look-up blocks in native code and cannot be interrupted. On a virtual thread it would
  // hold a carrier, and a few dead name servers would stop the process; so: a pool of real threads.
  private final ThreadPoolExecutor lookups =
      new ThreadPoolExecutor(
          LOOKUPS,
          LOOKUPS,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(1_000),
          Thread.ofPlatform().daemon().name("lookup-", 0).factory());

  VettingResolver(NameResolver names, AddressGuard guard, Duration longestLookup) {
    this.names = names;
    this.guard = guard;
    this.longestLookup = longestLookup;
    lookups.allowCoreThreadTimeOut(true);
  }

  /**
   * The vetted address, labelled with the URL's host so that nothing ever asks for a reverse name.
   */
  InetAddress resolve(TargetUrl url, Deadline deadline) throws OutboundException {
    Optional<InetAddress> literal = url.literal();
    InetAddress[] answers =
        literal.isPresent() ? new InetAddress[] {literal.get()} : lookUp(url.host(), deadline);
    if (answers.length == 0) {
      throw new OutboundException(Kind.DNS, url.host() + " has no address");
    }
    for (InetAddress answer : answers) {
      if (!guard.permits(answer, url.port())) {
        throw new OutboundException(
            Kind.BLOCKED, url.host() + " is at " + answer.getHostAddress() + ", not allowed");
      }
    }
    try {
      return InetAddress.getByAddress(url.host(), answers[0].getAddress());
    } catch (UnknownHostException e) {
      throw new OutboundException(Kind.DNS, url.host() + " has a malformed address", e);
    }
  }

  @Override
  public void close() {
    lookups.shutdownNow();
  }

  private InetAddress[] lookUp(String host, Deadline deadline) throws OutboundException {
    Deadline end =
        Deadline.in(Duration.ofNanos(Math.min(deadline.nanosLeft(), longestLookup.toNanos())));
    HostPermits.Permit place = zones.acquire(zone(host), end);
    var answer = new FutureTask<InetAddress[]>(() -> names.resolve(host));
    Runnable lookup =
        () -> {
          try {
            answer.run();
          } finally {
            // taken for as long as the thread is, not only while somebody waits for it
            place.close();
          }
        };
    try {
      lookups.execute(lookup);
      return answer.get(end.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(lookup, place);
      throw new OutboundException(
          deadline.isOver() ? Kind.TIMEOUT : Kind.DNS, "look-up of " + host + " took too long", e);
    } catch (ExecutionException e) {
      throw new OutboundException(Kind.DNS, "look-up of " + host + " failed", e);
    } catch (RejectedExecutionException e) {
      place.close();
      throw new OutboundException(Kind.DNS, "too many look-ups at once", e);
    } catch (InterruptedException e) {
      giveUp(lookup, place);
      Thread.currentThread().interrupt();
      throw new OutboundException(Kind.BROKEN, "interrupted during look-up", e);
    }
  }

  /** One that has begun goes on, since nothing ends it, and gives its place back itself. */
  private void giveUp(Runnable lookup, HostPermits.Permit place) {
    if (lookups.remove(lookup)) {
      place.close();
    }
  }

  /**
   * Whose name servers answer, as far as a name shows it: its last two labels. All of {@code co.uk}
   * is one zone by that, which is felt only while eight of its names are silent.
   */
  private static String zone(String host) {
    int last = host.lastIndexOf('.');
    return host.substring(host.lastIndexOf('.', last - 1) + 1);
  }
}
