package darkroom.verify;

import darkroom.verify.fault.CrashPointsRun;
import darkroom.verify.fault.DiskFullRun;
import darkroom.verify.fault.FsyncErrorsRun;
import darkroom.verify.fault.PowerCutRun;
import darkroom.verify.fault.ShutdownRun;
import darkroom.verify.fuzz.FuzzRun;
import darkroom.verify.load.Kill9;
import darkroom.verify.money.CreditsRun;
import darkroom.verify.money.IdempotencyRun;
import darkroom.verify.money.TenancyRun;
import darkroom.verify.money.TimingRun;
import darkroom.verify.outbound.SsrfRun;
import darkroom.verify.outbound.WebhooksRun;
import darkroom.verify.picture.FilesRun;
import darkroom.verify.picture.ImagesRun;
import darkroom.verify.planted.CheckerRun;
import darkroom.verify.request.HttpRun;
import darkroom.verify.request.JsonRun;
import darkroom.verify.request.OverloadRun;
import darkroom.verify.secret.SecretsRun;
import darkroom.verify.upstream.EngineKillsRun;
import darkroom.verify.upstream.MemoryRun;
import darkroom.verify.upstream.UpstreamRun;
import java.util.List;
import java.util.Optional;

/** Every run there is, in the order in which {@code ./verify all} takes them. */
public final class Runs {
  private static final List<Run> ALL =
      List.of(
          new Kill9(),
          new CrashPointsRun(),
          new PowerCutRun(),
          new FsyncErrorsRun(),
          new DiskFullRun(),
          new ShutdownRun(),
          new WebhooksRun(),
          new SsrfRun(),
          new UpstreamRun(),
          new EngineKillsRun(),
          new MemoryRun(),
          new ImagesRun(),
          new FilesRun(),
          new JsonRun(),
          new HttpRun(),
          new OverloadRun(),
          new TenancyRun(),
          new CreditsRun(),
          new IdempotencyRun(),
          new TimingRun(),
          new FuzzRun(),
          new CheckerRun(Runs::named),
          new SecretsRun());

  private Runs() {}

  public static List<Run> all() {
    return ALL;
  }

  public static Optional<Run> named(String name) {
    return ALL.stream().filter(run -> run.name().equals(name)).findFirst();
  }
}
