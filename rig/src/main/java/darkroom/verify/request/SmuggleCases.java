package darkroom.verify.request;

import java.util.ArrayList;
import java.util.List;

/** Cases from RFC 9112 and from what is known to have gone wrong between proxies and servers. */
final class SmuggleCases {
  private static final String LINE = "POST {target} HTTP/1.1\r\n";
  private static final String HOST = LINE + "Host: x\r\n{auth}";
  private static final String END = "\r\n";
  private static final String LAST = "0\r\n\r\n";

  private SmuggleCases() {}

  static List<SmuggleCase> all() {
    var cases = new ArrayList<SmuggleCase>();
    lengths(cases);
    codings(cases);
    chunks(cases);
    lines(cases);
    hosts(cases);
    return cases;
  }

  private static void lengths(List<SmuggleCase> cases) {
    for (String value :
        List.of(
            "0, {len}",
            "+0",
            "-0",
            "-1",
            "0 0",
            "0x0",
            "0.0",
            "abc",
            "99999999999999999999",
            "0;",
            "0\u000b",
            "\u00b2",
            "0,",
            ",0",
            "1e1",
            "0_0")) {
      cases.add(SmuggleCase.bad(HOST + "Content-Length: " + value + "\r\n" + END, ""));
    }
    for (String header :
        List.of(
            "Content-Length: 0\r\nContent-Length: {len}",
            "Content-Length: {len}\r\nContent-Length: 0",
            "Content-Length : 0",
            "Content-Length\t: 0",
            "Content-Length\u00a0: 0",
            "Content-Length\u0000: 0",
            "X: y\r\n Content-Length: 0",
            "Content-Length:\r\n 0",
            "Content-Length: {len}\r\n 0",
            "Content-Length: 0\r\nX: a\rb",
            "Content-Length: {len}\r\ncontent-length: 1")) {
      cases.add(SmuggleCase.bad(HOST + header + "\r\n" + END, ""));
    }
    cases.add(SmuggleCase.legal(HOST + "Content-Length: {len}\r\n" + END, ""));
    cases.add(SmuggleCase.legal(HOST + "Content-Length:{len}\r\n" + END, ""));
    cases.add(SmuggleCase.legal(HOST + "Content-Length: 000{len}\r\n" + END, ""));
  }

  private static void codings(List<SmuggleCase> cases) {
    for (String order :
        List.of(
            "Content-Length: {len}\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: {len}",
            "Transfer-Encoding: chunked\r\nContent-Length: 0",
            "transfer-encoding: chunked\r\nCONTENT-LENGTH: {len}")) {
      cases.add(SmuggleCase.bad(HOST + order + "\r\n" + END, LAST));
    }
    for (String value :
        List.of(
            "xchunked",
            "chunked x",
            "\"chunked\"",
            "identity",
            "chunked, identity",
            "chunked, gzip",
            "chunked;",
            "gzip",
            "x",
            "chunked\u000b",
            "\u000bchunked",
            "chunked\u0000",
            "chunk\u00ebd",
            "chunked, chunked",
            "[chunked]",
            "")) {
      cases.add(
          SmuggleCase.bad(
              HOST + "Transfer-Encoding: " + value + "\r\nContent-Length: {len}\r\n" + END, LAST));
    }
    for (String header :
        List.of(
            "Transfer-Encoding : chunked",
            "Transfer-Encoding\t: chunked",
            "Transfer-Encoding:\r\n chunked",
            "X: y\r\n Transfer-Encoding: chunked",
            "X: y\rTransfer-Encoding: chunked",
            "Transfer-Encoding\u00a0: chunked",
            "Transfer-Encoding\u0000: chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\nContent-Length: 4")) {
      cases.add(SmuggleCase.bad(HOST + header + "\r\n" + END, LAST));
    }
    // names that only look like it: the length counts, and all of it is the body
    for (String name :
        List.of("Transfer_Encoding", "X-Transfer-Encoding", "TE", "Transfer-Encodin")) {
      cases.add(
          SmuggleCase.legal(HOST + name + ": chunked\r\nContent-Length: {len}\r\n" + END, LAST));
    }
    cases.add(
        SmuggleCase.bad(
            "POST {target} HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: {len}\r\n"
                + "Connection: keep-alive\r\n"
                + END,
            LAST));
    cases.add(SmuggleCase.legal("POST {target} HTTP/1.0\r\nContent-Length: {len}\r\n" + END, ""));
  }

  private static void chunks(List<SmuggleCase> cases) {
    String chunked = HOST + "Transfer-Encoding: chunked\r\n" + END;
    cases.add(SmuggleCase.legal(chunked, "{size}\r\n{hidden}\r\n" + LAST));
    cases.add(SmuggleCase.legal(chunked, "{size};a=b\r\n{hidden}\r\n" + LAST));
    cases.add(SmuggleCase.legal(chunked, "{size};a=\"0\"\r\n{hidden}\r\n" + LAST));
    cases.add(SmuggleCase.legal(chunked, "00000{size}\r\n{hidden}\r\n" + LAST));
    for (String body :
        List.of(
            "+0\r\n\r\n",
            "-0\r\n\r\n",
            "0x0\r\n\r\n",
            "g\r\n\r\n",
            "\r\n\r\n",
            ";\r\n\r\n",
            "-1\r\nab\r\n",
            "ffffffffffffffff0\r\n",
            "100000000000000000\r\n",
            "fffffffffffffff5\r\nabc\r\n",
            "80000000\r\n",
            "2\r\nabc\r\n" + LAST,
            "3\r\nab" + LAST,
            "\u00000\r\n\r\n",
            "1;\r\na\r\n0\r",
            "\"0\"\r\n\r\n",
            "0_0\r\n\r\n")) {
      cases.add(SmuggleCase.bad(chunked, body));
    }
    // the hidden request where trailers stand: they are none of ours to run
    cases.add(SmuggleCase.bad(chunked, "0\r\n"));
    cases.add(SmuggleCase.bad(chunked, "0\r\nX y\r\n"));
  }

  private static void lines(List<SmuggleCase> cases) {
    for (String head :
        List.of(
            HOST + "Transfer-Encoding\r\n" + END,
            HOST + ": x\r\n" + END,
            HOST + "X Y: z\r\n" + END,
            HOST + "X\u0000: y\r\n" + END,
            HOST + "X: y\u0000\r\n" + END,
            HOST + "X\u00e9: y\r\n" + END,
            HOST + "X(: y\r\n" + END,
            HOST + "X: y\r\n folded\r\n" + END,
            HOST + "X: y\r\n\tfolded\r\n" + END,
            HOST + "X: a\rb: c\r\n" + END,
            LINE + " Host: x\r\n" + END,
            "POST {target} HTTP/9.1\r\nHost: x\r\n\r\n",
            "POST {target} HTTP/11\r\nHost: x\r\n\r\n",
            "POST {target} HTTP/1.1.1\r\nHost: x\r\n\r\n",
            "POST {target} HTTP/1.10\r\nHost: x\r\n\r\n",
            "POST {target} FTP/1.1\r\nHost: x\r\n\r\n",
            "POST\t{target}\tHTTP/1.1\r\nHost: x\r\n\r\n",
            "P@ST {target} HTTP/1.1\r\nHost: x\r\n\r\n",
            " POST {target} HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST {target}\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST {target} x HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST HTTP/1.1\r\nHost: x\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0016\u0003\u0001\u0000\u0005")) {
      cases.add(SmuggleCase.bad(head, ""));
    }
    // lines that end with a bare LF, and a length that says there is no body
    cases.add(SmuggleCase.bad("POST {target} HTTP/1.1\nHost: x\nContent-Length: 0\n\n", ""));
    cases.add(SmuggleCase.bad(HOST + "Content-Length: 0\n\r\n", ""));
    cases.add(SmuggleCase.bad(HOST + "X: y\nContent-Length: 0\r\n\r\n", ""));
    cases.add(SmuggleCase.bad(HOST + "Content-Length: 0\r\n\n", ""));
    // RFC 9112, 3 lets a server take two blanks for one; where the request ends stays clear
    cases.add(
        SmuggleCase.legal(
            "POST  {target}  HTTP/1.1\r\nHost: x\r\nContent-Length: {len}\r\n" + END, ""));
    cases.add(
        SmuggleCase.legal(
            HOST
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
                + "Content-Length: {len}\r\n"
                + END,
            ""));
    cases.add(
        SmuggleCase.legal(
            HOST + "Connection: close, Content-Length\r\nContent-Length: {len}\r\n" + END, ""));
  }

  private static void hosts(List<SmuggleCase> cases) {
    for (String host :
        List.of(
            "",
            "Host: x\r\nHost: y\r\n",
            "Host: x\r\nHost: x\r\n",
            "Host:\r\n",
            "Host: a b\r\n",
            "Host: a, b\r\n",
            "Host : x\r\n",
            "Host: x\u0000\r\n",
            "Host: a/b\r\n",
            "Host: u@x\r\n",
            "Host: x:99999\r\n")) {
      cases.add(SmuggleCase.bad(LINE + host + END, ""));
    }
    cases.add(SmuggleCase.bad("POST http://evil{target} HTTP/1.1\r\nHost: x\r\n" + END, ""));
    cases.add(SmuggleCase.bad("POST http://{target} HTTP/1.1\r\nHost: x\r\n" + END, ""));
    cases.add(
        SmuggleCase.legal(
            "POST http://x{target} HTTP/1.1\r\nHost: x\r\nContent-Length: {len}\r\n" + END, ""));
  }
}
