package darkroom.wire;

/**
 * Turns away requests that this installation sent itself: a callback or a reference that leads back
 * to us would otherwise run in circles (threat T11). The guard refuses such targets where it can
 * see them; this is for those that come home through a proxy or another machine's redirect.
 *
 * @param header that every outbound request of ours carries
 * @param mark its value on ours
 */
public record OwnRequests(String header, String mark) {

  void refuse(Exchange exchange) {
    if (exchange.headers(header).contains(mark)) {
      throw new ApiException(
          ApiError.PERMISSION_DENIED, "This request was sent by this service itself");
    }
  }
}
