package darkroom.fake.openai;

import darkroom.fake.kit.FakeHandle;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A server of the family on loopback inside a test. Thread-safe. */
public final class FakeOpenAi extends FakeHandle {
  /** The key that it takes. */
  public static final String KEY = OpenAiVendor.KEY;

  private FakeOpenAi(FakeServer server) {
    super(server);
  }

  public static FakeOpenAi start(OpenAiDialect dialect) throws IOException {
    return new FakeOpenAi(FakeServer.start(desk -> new OpenAiVendor(dialect, desk)));
  }

  public String baseUrl() {
    return server().origin() + OpenAiVendor.BASE;
  }

  /** Requests that came as forms: texts under their names, files as data URIs. */
  public List<JsonNode> forms() {
    return ((OpenAiVendor) server().vendor()).forms();
  }

  /** What prompts ordered by stable-diffusion.cpp's tag. */
  public List<String> orders() {
    return ((OpenAiVendor) server().vendor()).orders();
  }
}
