package tsa.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The files of the repository that people write. */
final class Sources {
  static final Path ROOT = Path.of("..");

  private Sources() {}

  /** All whose names end with one of those. */
  static List<Path> of(String... endings) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(ROOT, new Visitor(List.of(endings), found));
    return found;
  }

  /**
   * Leaves out what is built or kept by a running service, which other tests make and remove
   * meanwhile, and what belongs to tools.
   */
  private static final class Visitor extends SimpleFileVisitor<Path> {
    private static final List<String> MADE = List.of("target", "tsa-data");

    private final List<String> endings;
    private final List<Path> found;

    Visitor(List<String> endings, List<Path> found) {
      this.endings = endings;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String name = directory.getFileName().toString();
      boolean hidden = name.startsWith(".") && !directory.equals(ROOT);
      return hidden || MADE.contains(name)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (endings.stream().anyMatch(file.toString()::endsWith)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
