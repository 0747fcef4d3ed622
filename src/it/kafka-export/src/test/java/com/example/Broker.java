package com.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** One Kafka node, broker and controller, in a process of its own. */
final class Broker implements AutoCloseable {

    private static final int SECONDS = 90;

    private final Path files;
    private final int port = freePort();
    private final Process process;

    Broker(Path files) throws IOException, InterruptedException {
        this.files = files;
        Path settings = files.resolve("server.properties");
        int controller = freePort();
        Files.writeString(settings, """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                """.formatted(port, controller, files.resolve("log")));
        Process format = start("kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c", settings);
        if (!format.waitFor(SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IllegalStateException(output());
        }
        process = start("kafka.Kafka", settings);
    }

    private Process start(Object... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path")));
        for (Object part : command) {
            line.add(part.toString());
        }
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        files.resolve("broker.log").toFile()))
                .start();
    }

    /** Below the ports that systems give to whoever asks for any, so that none of those takes it before the broker does. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns once the broker has the topic, so once it is up. */
    void createTopic(String name, int partitions) throws IOException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", address(), "default.api.timeout.ms", SECONDS * 1000);
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(output(), failed);
        }
    }

    private String output() throws IOException {
        return Files.readString(files.resolve("broker.log"));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
