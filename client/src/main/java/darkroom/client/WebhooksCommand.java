package darkroom.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a receiver of callbacks needs. */
@Command(
    name = "webhooks",
    description = "Keys for checking callbacks.",
    synopsisSubcommandLabel = "COMMAND")
final class WebhooksCommand {

  @Command(name = "secret", description = "Show the keys that sign your callbacks.")
  int secret(
      @Mixin ServerOptions server,
      @Option(
              names = "--rotate",
              description =
                  "Make new ones first. For 24 hours webhook-signature carries the old one as well;"
                      + " X-Webhook-Signature changes at once.")
          boolean rotate) {
    return server.asMember(client -> {
      WebhookSecret secret = rotate ? client.rotateWebhookSecret() : client.webhookSecret();
      PrintWriter out = server.out();
      out.println("webhook-signature     " + Printed.line(secret.webhookSecret()));
      out.println("X-Webhook-Signature   " + Printed.line(secret.webhookHmacKey()));
      out.flush();
      return ExitCode.SUCCESS;
    });
  }
}
