package tsa.wire;

/**
 * Body of a 400 to a request to prune, the only form in which fly shows the text (fly sheet §7).
 */
public record StderrJson(String stderr) {}
