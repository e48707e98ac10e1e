package io.ringkey.standalone.postgres;

import io.ringkey.eventstore.SecureRandomness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that opens a database and keeps it until its input ends, so that a test can kill it. */
final class HeldDatabase implements AutoCloseable {

    private final Process process;
    private final String url;

    private HeldDatabase(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    public static void main(String[] arguments) throws IOException {
        DataDirectory directory = new DataDirectory(Path.of(arguments[1]));
        try (EmbeddedDatabase database = arguments[0].equals("serve")
                ? EmbeddedDatabase.serve(directory, new SecureRandomness())
                : EmbeddedDatabase.visit(directory, new SecureRandomness())) {
            System.out.println(database.url());
            while (System.in.read() >= 0) {
                // Until whoever started this closes it.
            }
        } catch (CannotStart refused) {
            System.out.println(refused.getMessage());
            System.exit(CannotStart.EXIT_CODE);
        }
    }

    static HeldDatabase open(String how, DataDirectory directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeldDatabase.class.getName(),
                        how,
                        directory.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new HeldDatabase(process, String.valueOf(said.readLine()));
    }

    /** What it printed: the database's address, or the sentence it was refused with. */
    String said() {
        return url;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
