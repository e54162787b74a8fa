package tsa.program;

import java.io.PrintWriter;
import tsa.lab.simulator.link.LinkListener;

/** Prints what happens to a simulated worker, a line each; heartbeats are left out. */
final class LinkPrinter implements LinkListener {
  private final String name;
  private final PrintWriter out;

  LinkPrinter(String name, PrintWriter out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public void registered() {
    out.println(name + " registered");
  }

  @Override
  public void told(String line) {
    out.println(name + " was told: " + line);
  }

  @Override
  public void lost(String why) {
    out.println(name + " lost its registration: " + why);
  }

  @Override
  public void exited(int code) {
    out.println(name + " exited " + code);
  }
}
