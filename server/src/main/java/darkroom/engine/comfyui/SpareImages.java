package darkroom.engine.comfyui;

/** What becomes of a workflow's inputs for references when a caller gives fewer. */
public enum SpareImages {
  /** The last reference goes into them too, which every workflow takes. */
  REPEAT,
  /** Their nodes are left out, for workflows in which whatever uses them takes none as well. */
  DROP;
}
