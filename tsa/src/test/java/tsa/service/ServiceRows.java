package tsa.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Looks past the service into the embedded Postgres of its work directory. */
final class ServiceRows {
  private final Path workDir;

  ServiceRows(Path workDir) {
    this.workDir = workDir;
  }

  /** The first column of what a query finds. */
  List<String> column(String query) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** Changes rows; how many. */
  int change(String statement) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement change = connection.createStatement()) {
      return change.executeUpdate(statement);
    }
  }

  /** The one number that a query finds. */
  long number(String query) throws IOException, SQLException {
    return Long.parseLong(column(query).getFirst());
  }

  /** How many handles of deep checks are written down. */
  long residue() throws IOException, SQLException {
    return number("select count(*) from residue");
  }

  private Connection connect() throws IOException, SQLException {
    Properties login = new Properties();
    login.setProperty("user", "tsa");
    login.setProperty("password", Files.readString(workDir.resolve("postgres.password")).strip());
    login.setProperty("connectTimeout", "5");
    String port = Files.readString(workDir.resolve("postgres.port")).strip();
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/tsa", login);
  }
}
