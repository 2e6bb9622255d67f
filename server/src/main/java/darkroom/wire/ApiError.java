package darkroom.wire;

/** Every kind of error the API answers with. {@code docs/errors.md} lists them. */
public enum ApiError {
  VALIDATION(400, "validation_error", "A parameter breaks a rule; the message names both."),
  INVALID_REQUEST(
      400,
      "invalid_request_error",
      "The body is not JSON or breaks its limits, or a header is malformed."),
  CONTENT_TOO_LONG(400, "content_too_long_error", "The prompt is longer than the model allows."),
  FILE_FORMAT(400, "file_format_error", "A reference is not a usable picture."),
  AUTHENTICATION(401, "authentication_error", "The key is missing, malformed, unknown or revoked."),
  INSUFFICIENT_CREDITS(
      402, "insufficient_credits_error", "The balance, or a limit of the key, does not cover it."),
  PERMISSION_DENIED(403, "permission_denied_error", "The key may not do this, or not from here."),
  NOT_FOUND(
      404, "resource_not_found_error", "Unknown or somebody else's: task, model, file, route."),
  METHOD_NOT_ALLOWED(405, "invalid_request_error", "The route has other methods; see Allow."),
  TIMEOUT(408, "timeout_error", "The body did not arrive in time."),
  CONFLICT(
      409,
      "invalid_request_error",
      "The Idempotency-Key or the e-mail is taken, or an engine takes no trial."),
  GONE(410, "resource_not_found_error", "The file's retention time is over."),
  BODY_TOO_LARGE(413, "content_too_long_error", "The body is larger than allowed."),
  URL_TOO_LONG(414, "invalid_request_error", "The URL is longer than allowed."),
  RANGE_NOT_SATISFIABLE(416, "invalid_request_error", "The range lies outside the file."),
  TOO_MANY_REQUESTS(
      429, "rate_limit_error", "Too many requests, failed keys, open tasks, or stored bytes."),
  HEADERS_TOO_LARGE(431, "invalid_request_error", "The headers are larger than allowed."),
  INTERNAL(500, "internal_error", "Our fault; the log has the request id."),
  UNAVAILABLE(503, "service_error", "Not ready, store down, disk nearly full, or the queue full.");

  private final int status;
  private final String type;
  private final String meaning;

  ApiError(int status, String type, String meaning) {
    this.status = status;
    this.type = type;
    this.meaning = meaning;
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** The kind that stands for a status of the server itself, such as 400 for a bad request line. */
  static ApiError ofStatus(int status) {
    return switch (status) {
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 408 -> TIMEOUT;
      case 413 -> BODY_TOO_LARGE;
      case 414 -> URL_TOO_LONG;
      case 431 -> HEADERS_TOO_LARGE;
      case 501, 505 -> INVALID_REQUEST; // a transfer coding or version of HTTP that nobody has
      case 503 -> UNAVAILABLE;
      default -> status < 500 ? INVALID_REQUEST : INTERNAL;
    };
  }
}
