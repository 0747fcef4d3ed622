package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.contestants.Contestants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which JVMs run, in which order. Rounds of who is compared are interleaved, and each has an order of its own. */
final class Plan {

    private static final List<String> SIZES_AND_WAITS = List.of(
            "cell:50/0/20:0.2",
            "cell:50/20/0:0.2",
            "cell:50/20/20:0.2",
            "cell:50/100/0:0.2",
            "cell:50/100/20:0.2",
            "cell:100/0/20:0.2",
            "cell:100/20/0:0.2",
            "cell:100/100/0:0.2",
            "cell:100/100/20:0.2",
            "cell:1000/0/20:0.2",
            "cell:1000/20/20:0.2",
            "cell:1000/100/0:0.2",
            "cell:1000/100/20:0.2");

    /** Of a JVM that stays, before its first tasks. */
    static final String WARM_UP = "warm:6";
    /** Before CPU is measured, by JVMs that have measured all else: compilers have little left to do then. */
    private static final String WARM_UP_FOR_CPU = "warm:7";
    /** For who has nothing else to measure. */
    private static final String WARM_UP_FOR_CPU_ALONE = "warm:16";

    private static final int ROUNDS_OF_COMPARED = 5;
    /** Most ratios stand on them, and some are close to their bounds. */
    private static final int ROUNDS_OF_CPU = 10;
    /** Of those compared; after the last round their JVMs measure what is not compared in rounds. */
    private static final int COMPARED = 1;

    private static final int CONTROLS = COMPARED + 1;

    private static final String CPU = "cell:100/0/0:0.5";

    private static final String CPU_OF_LARGE_PAGES = "cell:1000/0/0:0.7";
    private static final List<String> OTHER_THAN_CPU = List.of("first:60", "cell:1000/20/0:0.7", "cell:100/20/20:0.8");

    private static final int ROUNDS_OF_CONTROLS = 3;
    /** Of the two AWS paginators the one that costs more; measured with the controls. */
    private static final String DEARER_TWIN = "aws-paginator-netty";

    private static final List<String> CONTROLS_OF_CPU =
            List.of(DEARER_TWIN, "proxyflux-jdk-dates", "proxyflux-sid-only", "proxyflux-all-fields");

    private static final List<String> CONTROLS_OF_OVERLAP = List.of("proxyflux-one-by-one", "proxyflux-read-ahead");

    private static final List<String> OVERLAPPING =
            List.of("proxyflux", "limit-a", "proxyflux-one-by-one", "proxyflux-read-ahead");

    private Plan() {}

    static List<Run> of(String name) {
        return switch (name) {
            case "full" -> full();
            case "short" -> brief();
            case "cpu" -> compared();
            case "overlap" -> rounds(5, Plan::overlap);
            case "storm" -> List.of(Run.of(1, "proxyflux", "storm:500"));
            case "sessions" -> rounds(5, round -> List.of(sessions(round)));
            case "demand" -> demand();
            case "growth" -> rounds(5, round -> List.of(growth(round)));
            default -> throw new IllegalArgumentException("no plan '" + name + "'");
        };
    }

    private static List<Run> full() {
        List<Run> runs = new ArrayList<>(compared());
        List<Run> after = new ArrayList<>(matrix());
        after.addAll(demand());
        after.addAll(heap());
        after.addAll(rounds(3, round -> List.of(alone(round))));
        after.add(Run.of(1, "proxyflux", "connections:50"));
        after.add(Run.of(1, "proxyflux", "storm:500"));
        after.forEach(run -> runs.add(run.inGeneration(COMPARED)));
        runs.addAll(controls());
        runs.add(Run.of(1, "proxyflux", "long:10000000").withHeap("64m"));
        return runs;
    }

    /** All that the table of targets compares, task by task: what a ratio is made of is measured at nearly one time. */
    private static List<Run> compared() {
        List<Run> runs = new ArrayList<>(rounds(
                ROUNDS_OF_COMPARED,
                round -> OTHER_THAN_CPU.stream()
                        .flatMap(task -> compared(round, task).stream())
                        .toList()));
        runs.addAll(compared(1, WARM_UP_FOR_CPU));
        runs.addAll(rounds(ROUNDS_OF_COMPARED, round -> compared(round, CPU_OF_LARGE_PAGES)));
        runs.addAll(rounds(ROUNDS_OF_CPU, round -> compared(round, CPU)));
        return runs;
    }

    private static List<Run> compared(int round, String task) {
        return shuffled(
                Stream.concat(everyone().stream(), Stream.of("bare"))
                        .filter(contestant -> !contestant.equals(DEARER_TWIN))
                        .map(contestant -> Run.of(round, contestant, task).inGeneration(COMPARED))
                        .toList(),
                round);
    }

    /** What it doesn't compare, in fewer rounds, by JVMs that stay for all of them. */
    private static List<Run> controls() {
        List<Run> runs = new ArrayList<>();
        for (String control : CONTROLS_OF_OVERLAP) {
            runs.addAll(rounds(
                    ROUNDS_OF_CONTROLS,
                    round -> List.of(Run.of(round, control, "cell:1000/20/0:0.7", "cell:100/20/20:0.8"))));
        }
        CONTROLS_OF_CPU.forEach(control -> runs.add(Run.of(1, control, WARM_UP_FOR_CPU_ALONE)));
        runs.addAll(rounds(
                ROUNDS_OF_CONTROLS,
                round -> shuffled(
                        CONTROLS_OF_CPU.stream()
                                .map(control -> Run.of(round, control, CPU))
                                .toList(),
                        round)));
        return runs.stream().map(run -> run.inGeneration(CONTROLS)).toList();
    }

    private static List<Run> overlap(int round) {
        return shuffled(
                Stream.concat(OVERLAPPING.stream(), Contestants.PEERS.stream())
                        .map(contestant -> Run.of(round, contestant, "warm:0.5", "cell:100/20/20:4"))
                        .toList(),
                round);
    }

    private static List<Run> matrix() {
        return Stream.of("proxyflux", "limit-a", "reactor-netty", "publish-on", "twilio-java")
                .map(contestant -> Run.of(1, contestant, SIZES_AND_WAITS.toArray(String[]::new)))
                .toList();
    }

    private static List<Run> demand() {
        return Stream.of("proxyflux", "reactor-netty", "publish-on", "webclient", "azure-paged-flux", "aws-paginator")
                .map(contestant -> Run.of(1, contestant, "demand"))
                .toList();
    }

    private static List<Run> heap() {
        List<Run> runs = new ArrayList<>();
        runs.add(Run.of(1, "proxyflux", "heap:20", "heap:5000", "heap-of-streams"));
        Contestants.PEERS.stream()
                .filter(peer -> !peer.equals(DEARER_TWIN))
                .forEach(peer -> runs.add(Run.of(1, peer, "heap:20")));
        return runs;
    }

    /** What has nobody to be compared with. */
    private static Run alone(int round) {
        return Run.of(round, "proxyflux", "growth:1000000", "overhead:1000", "gzip:1", "sessions:64");
    }

    private static Run growth(int round) {
        return Run.of(round, "proxyflux", "warm:4", "growth:1000000");
    }

    private static Run sessions(int round) {
        return Run.of(round, "proxyflux", "warm:2", "sessions:64");
    }

    /** Shows that the harness works: all that {@link #full} has, in little, once. */
    private static List<Run> brief() {
        List<Run> runs = new ArrayList<>();
        List<String> all = new ArrayList<>(everyone());
        all.add("bare");
        CONTROLS_OF_CPU.stream().filter(control -> !control.equals(DEARER_TWIN)).forEach(all::add);
        all.addAll(CONTROLS_OF_OVERLAP);
        for (String contestant : all) {
            runs.add(Run.of(1, contestant, "cell:100/0/0:0.1", "first:5", "cell:1000/20/0:0.1", "cell:100/20/20:0.3"));
        }
        runs.add(Run.of(1, "proxyflux", "demand", "heap:20", "heap-of-streams", "connections:5", "gzip:0.1"));
        runs.add(Run.of(1, "proxyflux", "sessions:8", "overhead:10", "growth:10000", "storm:20"));
        runs.add(Run.of(1, "proxyflux", "long:100000").withHeap("64m"));
        return runs;
    }

    private static List<String> everyone() {
        // A limit first: the server warms up too.
        List<String> all = new ArrayList<>(Contestants.LIMITS);
        all.add("proxyflux");
        all.addAll(Contestants.PEERS);
        return all;
    }

    private static List<Run> rounds(int count, IntFunction<List<Run>> round) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(round)
                .flatMap(List::stream)
                .toList();
    }

    /** {@return the same in an order that is the round's own: nobody always follows the same contestant} */
    private static List<Run> shuffled(List<Run> runs, int round) {
        List<Run> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, new Random(round));
        return shuffled;
    }
}
