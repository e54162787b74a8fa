package tsa.lab.simulator;

/** The two servers of a worker; a fault can sit on either. */
public enum WorkerServer {
  /** Containers, port 7777. */
  GARDEN("garden"),
  /** Volumes, port 7788. */
  BAGGAGECLAIM("baggageclaim");

  private final String id;

  WorkerServer(String id) {
    this.id = id;
  }

  /** Returns the name used on a command line. */
  public String id() {
    return id;
  }
}
