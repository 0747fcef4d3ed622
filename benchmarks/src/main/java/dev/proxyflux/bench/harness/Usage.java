package dev.proxyflux.bench.harness;

import static java.lang.Long.parseLong;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this JVM has used up: CPU of the process (user and system, the garbage collector's too), bytes allocated by all
 * threads, time. The compilers' CPU is apart: what they still do after the warm-up is no cost of an interaction.
 */
final class Usage {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private static final Pattern COMPILER = Pattern.compile("^C[12] Compiler");

    private final Map<Long, Long> allocated = allocated();
    private final Cpu cpu = Cpu.now();
    private final long time = System.nanoTime();

    /** What was used since an earlier moment; threads that ended in between are not counted, and none does. */
    Used since(Usage earlier) {
        long bytes = allocated.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - earlier.allocated.getOrDefault(thread.getKey(), 0L))
                .sum();
        return new Used(
                cpu.nanos - earlier.cpu.nanos,
                cpu.compilerNanos - earlier.cpu.compilerNanos,
                bytes,
                time - earlier.time);
    }

    private static Map<Long, Long> allocated() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(0, bytes[i]));
        }
        return byThread;
    }

    /** Live bytes on the heap. */
    static long liveHeap() {
        for (int i = 0; i < 2; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /**
     * Between two moments.
     *
     * @param cpuNanos CPU time of the process, its compilers' apart
     * @param compilerNanos CPU time of the JVM's compilers
     * @param bytes allocated
     * @param nanos wall time
     */
    record Used(long cpuNanos, long compilerNanos, long bytes, long nanos) {}

    /**
     * CPU until now.
     *
     * @param nanos of all threads but the compilers
     * @param compilerNanos of the compilers
     */
    private record Cpu(long nanos, long compilerNanos) {

        private static final Path OF_THREADS = Path.of("/proc/self/task");
        private static final boolean IS_KNOWN_BY_THREAD = Files.isReadable(Path.of("/proc/self/schedstat"));

        /** Linux tells by thread, to the nanosecond; elsewhere it is all the process's, perhaps by the hundredth of a second. */
        static Cpu now() {
            if (!IS_KNOWN_BY_THREAD) {
                return new Cpu(PROCESS.getProcessCpuTime(), 0);
            }
            try (Stream<Path> threads = Files.list(OF_THREADS)) {
                Map<Boolean, Long> byKind = threads.collect(
                        Collectors.partitioningBy(Cpu::isCompiler, Collectors.summingLong(Cpu::nanosOf)));
                return new Cpu(byKind.get(false), byKind.get(true));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        private static boolean isCompiler(Path thread) {
            return COMPILER.matcher(read(thread.resolve("comm"))).find();
        }

        /** The first number is the time on a CPU, see "schedstats" in the kernel's documentation. */
        private static long nanosOf(Path thread) {
            String stat = read(thread.resolve("schedstat"));
            return stat.isEmpty() ? 0 : parseLong(stat.split(" ", -1)[0]);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException threadHasEnded) {
                return "";
            }
        }
    }
}
