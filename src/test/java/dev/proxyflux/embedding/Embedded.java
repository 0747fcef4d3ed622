package dev.proxyflux.embedding;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one application over one service, which run until the last test of the JVM has. */
final class Embedded implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Embedded.class);

    /** Both, the service first. */
    static final class Running implements AutoCloseable {

        private final EmbeddedSessions sessions = new EmbeddedSessions();
        private final EmbeddedApplication application =
                EmbeddedApplication.over(sessions.service(), TracingConfiguration.class);

        @Override
        public void close() {
            application.close();
            sessions.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EmbeddedSessions.class || type == EmbeddedApplication.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class);
        return parameter.getParameter().getType() == EmbeddedSessions.class ? running.sessions : running.application;
    }
}
