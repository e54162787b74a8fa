package tsa.lab.simulator;

/**
 * The request bodies of a health check (docs/protocol/worker-apis.md#the-deep-check-on-the-wire).
 */
final class Bodies {
  private Bodies() {}

  static String volume(String handle) {
    return """
    {"handle":"%s","strategy":{"type":"empty"},"properties":{"purpose":"healthcheck"},\
    "privileged":false}\
    """
        .formatted(handle);
  }

  static String container(String handle, String path) {
    return """
    {"handle":"%s","rootfs":"raw://%s","grace_time":600000000000,\
    "properties":{"purpose":"healthcheck","garden.grace-time":"600000000000"},\
    "privileged":false,"image":{},"limits":{"cpu_limits":{}},\
    "netout_rules":[{"networks":[{"start":"0.0.0.0","end":"255.255.255.255"}]}]}\
    """
        .formatted(handle, path);
  }
}
