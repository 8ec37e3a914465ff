package org.jaynes.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jaynes.service.http.HttpFront;
import org.jaynes.service.job.JobStore;

/**
 * Machines behind HTTP. From {@link #start} on it answers in the dialects of ORCA and PCSS, until {@link #close}.
 *
 * <pre>{@code
 * Machine machine = new Machine("ORCA-PT-1-A", sampler);
 * try (DeviceService service = DeviceService.start(new ServiceOptions(8080, Path.of("journal"), List.of(machine)))) {
 *     service.awaitClose();
 * }
 * }</pre>
 */
public final class DeviceService implements AutoCloseable {
    private final ServiceOptions options;
    private final JobStore jobs;
    private final HttpFront front;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private DeviceService(ServiceOptions options, JobStore jobs, HttpFront front) {
        this.options = options;
        this.jobs = jobs;
        this.front = front;
    }

    /**
     * Opens the journal, takes up the jobs that are in it, and listens.
     *
     * @throws IOException if the journal cannot be used, or the address cannot be listened on
     */
    public static DeviceService start(ServiceOptions options) throws IOException {
        JobStore jobs = JobStore.open(options);
        try {
            return new DeviceService(options, jobs, HttpFront.open(options, jobs));
        } catch (IOException | RuntimeException e) {
            stopMachines(jobs, 0);
            closeJournal(jobs, options);
            throw e;
        }
    }

    /** The address that it listens on, with the port that it got. */
    public InetSocketAddress address() {
        return front.address();
    }

    /** The base of its paths, such as {@code http://127.0.0.1:8080/}. */
    public String url() {
        InetAddress address = address().getAddress();
        String host = address.getHostAddress();
        return "http://%s:%d/"
                .formatted(
                        host.contains(":") ? "[" + host + "]" : host, address().getPort());
    }

    /** Waits until the service is closed. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /**
     * Closes in order: no job is accepted any more and none begins; running jobs have {@link ServiceOptions#grace} to end;
     * everybody who waits for a job is answered; the journal is closed. Jobs that have not ended run when a service is
     * started on the same journal. A second call waits for the first.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitCloseQuietly();
            return;
        }
        stopMachines(jobs, options.grace().toMillis());
        front.close();
        closeJournal(jobs, options);
        closed.countDown();
    }

    private void awaitCloseQuietly() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopMachines(JobStore jobs, long graceMilliseconds) {
        try {
            jobs.stopMachines(graceMilliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeJournal(JobStore jobs, ServiceOptions options) {
        try {
            jobs.close();
        } catch (IOException e) {
            options.log().accept("closing the journal failed: " + e.getMessage());
        }
    }
}
