package darkroom.fake.comfyui;

/** Which servers there are. */
public enum ComfyEra {
  /** With the list of jobs. */
  JOBS,
  /** With queue and history alone. */
  QUEUE,
  /** The same, and ids of prompts are the server's own. */
  OWN_IDS;
}
