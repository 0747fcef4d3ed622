package com.example;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.InteractionsService;
import java.util.List;

/** Prints the interactions of a session, and which threads would keep the process from ending. */
public final class PlainJava {

    private static final long MOST_MS_LINGERING = 10_000;

    private PlainJava() {}

    /**
     * Runs against a service of its own.
     *
     * @param arguments none
     * @throws InterruptedException if someone wants it to end earlier
     */
    public static void main(String[] arguments) throws InterruptedException {
        Credentials credentials = Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET);
        try (InteractionsService service = InteractionsService.start();
                InteractionsClient client = InteractionsClient.builder(credentials)
                        .baseUrl(service.baseUrl())
                        .build()) {
            service.hasInteractions(250);
            InteractionsQuery query =
                    InteractionsQuery.of(InteractionsService.SESSION).withPageSize(100);

            client.stream(query)
                    .map(PlainJava::line)
                    .doOnNext(System.out::println)
                    .blockLast();

            System.out.println("page requests: " + service.pageRequests().size());
        }
        for (Thread thread : lingering()) {
            thread.join(MOST_MS_LINGERING); // Netty's global executor ends a second after its last task
        }
        System.out.println("threads that linger: " + lingering());
    }

    private static String line(Interaction interaction) {
        return interaction.sid() + " " + interaction.type() + " " + interaction.dateCreated();
    }

    private static List<Thread> lingering() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread != Thread.currentThread())
                .toList();
    }
}
