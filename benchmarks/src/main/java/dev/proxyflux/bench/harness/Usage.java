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
    private static final long TICK_NANOS = 10_000_000;

    private final Map<Long, Long> allocated = allocated();
    private final long compiling = compilerNanos();
    private final long cpu = PROCESS.getProcessCpuTime() - compiling;
    private final long time = System.nanoTime();

    /** What was used since an earlier moment; threads that ended in between are not counted, and none does. */
    Used since(Usage earlier) {
        long bytes = allocated.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - earlier.allocated.getOrDefault(thread.getKey(), 0L))
                .sum();
        return new Used(cpu - earlier.cpu, compiling - earlier.compiling, bytes, time - earlier.time);
    }

    /** Linux alone tells; elsewhere it counts as the rest. */
    private static long compilerNanos() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.mapToLong(Usage::compilerNanos).sum();
        } catch (IOException | UncheckedIOException notLinux) {
            return 0;
        }
    }

    private static long compilerNanos(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            // User and system time, fields 14 and 15 of proc(5), in hundredths of a second.
            return COMPILER.matcher(name).find()
                    ? (parseLong(afterName[11]) + parseLong(afterName[12])) * TICK_NANOS
                    : 0;
        } catch (IOException ended) {
            return 0;
        }
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
}
