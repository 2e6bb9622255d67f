package darkroom;

import darkroom.net.AddressGuard;
import darkroom.net.TargetUrl;
import darkroom.storage.FileLinks;
import darkroom.task.CallbackRule;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The rule for callback URLs: https, or plain http where that is allowed, to a host that the guard
 * permits, and never to ourselves. Thread-safe.
 */
final class CallbackUrls implements CallbackRule {
  private final AddressGuard guard;
  private final Set<String> schemes;
  private final FileLinks links;

  CallbackUrls(AddressGuard guard, boolean allowHttp, URI publicUrl) {
    this.guard = guard;
    this.schemes = allowHttp ? Set.of("http", "https") : Set.of("https");
    this.links = new FileLinks(publicUrl);
  }

  @Override
  public Optional<String> brokenBy(String url) {
    return switch (TargetUrl.parse(url, schemes, guard)) {
      case TargetUrl.ParseResult.Invalid invalid -> Optional.of(invalid.rule());
      case TargetUrl.ParseResult.Valid valid ->
          links.isOurs(valid.url().uri())
              ? Optional.of("must not point to this service itself")
              : Optional.empty();
    };
  }
}
