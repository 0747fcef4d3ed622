package dev.proxyflux;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/** With {@code -Dproxyflux.blockhound=true}, a blocking call on a non-blocking thread is an error in the whole run. */
public final class BlockHoundSession implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (Boolean.getBoolean("proxyflux.blockhound")) {
            BlockHound.install();
        }
    }
}
