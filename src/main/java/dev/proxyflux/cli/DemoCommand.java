package dev.proxyflux.cli;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.testkit.InteractionsService;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proxyflux demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        description =
                "Does what 'stream' does, against a service of its own on a loopback port, with made-up interactions.")
final class DemoCommand implements Callable<Integer> {

    private static final int INTERACTIONS = 500;
    private static final Duration LATENCY = Duration.ofMillis(100);

    private final Surroundings surroundings;

    @Mixin
    ListOptions options;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        InteractionsQuery query = options.applyTo(InteractionsQuery.of(InteractionsService.SESSION));
        try (InteractionsService service = InteractionsService.start()) {
            service.hasInteractions(INTERACTIONS);
            service.delaysAnswersBy(LATENCY);
            return new StreamRun(surroundings, query)
                    .run(
                            Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET),
                            service.baseUrl());
        }
    }
}
