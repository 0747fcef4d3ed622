package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, and an exporter that is killed again and again. */
class KafkaExportTest {

    private static final int COUNT = 4_050;
    private static final int PAGE_SIZE = 100;
    private static final int KILLS = 5;
    private static final int PARTITIONS = 3;
    private static final int SECONDS = 60;
    private static final int KILLED = 128 + 9;

    @TempDir
    Path files;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void losesNothingAndRepeatsAtMostAPageAKill() throws Exception {
        System.out.println("seed " + seed);
        try (Broker broker = new Broker(files);
                InteractionsService service = InteractionsService.start()) {
            broker.createTopic(KafkaExport.TOPIC, PARTITIONS);
            service.hasInteractions(COUNT);
            service.delaysAnswersBy(Duration.ofMillis(10));

            for (int kill = 0; kill < KILLS; kill++) {
                killOneRun(broker, service);
            }
            assertThat(run(broker, service)).as(log()).isZero();
            assertThat(Files.readString(checkpoint())).isEqualTo(KafkaExport.DONE);
            long requests = service.requestCount();
            assertThat(run(broker, service)).as(log()).isZero();
            assertThat(service.requestCount()).isEqualTo(requests);

            assertThat(requests).isBetween(41L, 41L + 2 * KILLS);
            verify(read(broker));
        }
    }

    /** At a random moment between two page requests; the service falls silent soon after, so that none ends before it. */
    private void killOneRun(Broker broker, InteractionsService service) throws IOException, InterruptedException {
        long before = service.requestCount();
        long last = before + 1 + random.nextInt(6);
        service.answersBy(request -> service.requestCount() > last + 1 ? Answer.silence() : null);
        Process process = start(broker, service);
        try {
            service.awaitRequests(last, Duration.ofSeconds(SECONDS));
            assertThat(process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS))
                    .as(log())
                    .isFalse();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(KILLED);
        service.answersBy(request -> null);
    }

    private int run(Broker broker, InteractionsService service) throws IOException, InterruptedException {
        Process process = start(broker, service);
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Broker broker, InteractionsService service) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                KafkaExport.class.getName(),
                broker.address(),
                service.baseUrl(),
                InteractionsService.SESSION.serviceSid(),
                InteractionsService.SESSION.sessionSid(),
                checkpoint().toString());
        builder.environment().put("TWILIO_ACCOUNT_SID", InteractionsService.USER);
        builder.environment().put("TWILIO_AUTH_TOKEN", InteractionsService.SECRET);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        files.resolve("export.log").toFile()))
                .start();
    }

    private Path checkpoint() {
        return files.resolve("checkpoint");
    }

    private String log() throws IOException {
        Path log = files.resolve("export.log");
        return "seed " + seed + "\n" + (Files.exists(log) ? Files.readString(log) : "");
    }

    private void verify(List<Interaction> sent) {
        Set<Interaction> distinct = new LinkedHashSet<>(sent);
        assertThat(new ArrayList<>(distinct))
                .as(() -> "seed " + seed)
                .isEqualTo(GeneratedInteractions.list(InteractionsService.SESSION, COUNT));
        int repetitions = 0;
        int runs = 1;
        int expected = 0;
        for (Interaction each : sent) {
            int index = Integer.parseInt(each.sid().substring(2), 16);
            if (index != expected) {
                assertThat(index % PAGE_SIZE)
                        .as(() -> "starts at a page, seed " + seed)
                        .isZero();
                assertThat(expected - index).as(() -> "repeats, seed " + seed).isBetween(1, PAGE_SIZE);
                repetitions += expected - index;
                runs++;
            }
            expected = index + 1;
        }
        assertThat(runs).isLessThanOrEqualTo(1 + KILLS);
        System.out.println(sent.size() + " records, " + repetitions + " of them again, after " + KILLS + " kills");
    }

    /** {@return what is in the one partition that has anything} */
    private static List<Interaction> read(Broker broker) throws IOException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new TopicPartition(KafkaExport.TOPIC, partition));
        }
        List<Interaction> read = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            assertThat(ends.values()).filteredOn(end -> end > 0).hasSize(1);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = ends.values().stream().mapToLong(Long::longValue).sum();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (read.size() < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    assertThat(record.key()).isEqualTo(InteractionsService.SESSION.sessionSid());
                    read.add(new ObjectMapper().readValue(record.value(), Interaction.class));
                }
            }
            assertThat(read).hasSize((int) end);
        }
        return read;
    }
}
