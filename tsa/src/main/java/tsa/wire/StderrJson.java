package tsa.wire;

/**
 * Body of a 400 to a request to prune, the only form in which fly shows the text
 * (docs/protocol/fly.md#errors).
 */
public record StderrJson(String stderr) {}
