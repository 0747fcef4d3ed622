package dev.proxyflux.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What this JVM has used up: CPU of the whole process (user and system, JIT and GC included), bytes allocated by all threads, time. */
final class Usage {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final Map<Long, Long> allocated = allocated();
    private final long cpu = PROCESS.getProcessCpuTime();
    private final long time = System.nanoTime();

    /** What was used since an earlier moment; threads that ended in between are not counted, and none does. */
    Used since(Usage earlier) {
        long bytes = allocated.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - earlier.allocated.getOrDefault(thread.getKey(), 0L))
                .sum();
        return new Used(cpu - earlier.cpu, bytes, time - earlier.time);
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
     * @param cpuNanos CPU time of the process
     * @param bytes allocated
     * @param nanos wall time
     */
    record Used(long cpuNanos, long bytes, long nanos) {}
}
