package darkroom.verify.outbound;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;

/** V11: callbacks arrive, signed, at the stated pace, however other receivers behave. */
public final class WebhooksRun implements Run {

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public String promise() {
    return "every callback arrives and is signed, and no receiver starves or hammers another";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    Victim.Settings settings =
        Victim.of(plan)
            .env("DARKROOM_WEBHOOK_SCHEDULE", "0s, 1s, 1s, 1s")
            .env("DARKROOM_WEBHOOK_TRY_TIMEOUT", "3s")
            .env("DARKROOM_WEBHOOK_PER_HOST_PER_SECOND", Integer.toString(WebhookTrial.PER_SECOND));
    try (var receivers = new Receivers(WebhookTrial.PORTS);
        Victim victim = settings.start()) {
      var trial = new WebhookTrial(plan, victim, receivers);
      for (SsrfRun.Step step : trial.steps()) {
        long begun = System.nanoTime();
        step.action().run();
        plan.progress(step.name() + ": " + (System.nanoTime() - begun) / 1_000_000 + " ms");
      }
      return trial.tally();
    }
  }
}
