package org.jaynes.service;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/**
 * A stand-in for tests of everything around a sampler: every photon of a shot goes to a mode drawn from (seed, shot), and
 * one in four is lost if {@code lossy}. A gate lets tests hold jobs while they run.
 */
final class ScatteringSampler implements DeviceSampler {
    /** Drawing a group of shots takes a permit and gives it back; a test that holds all of them stops every job. */
    final Semaphore gate = new Semaphore(1_000);

    /** How long a group of shots of a job of 1000 shots or more takes beyond what it must, in milliseconds. */
    volatile long pause;

    volatile boolean lossy;

    @Override
    public Shots prepare(SamplingRequest request) {
        if (request.samples() == 666) {
            throw new IllegalStateException("the sampler has a fault");
        }
        return new Shots() {
            @Override
            public void draw(long first, int count, byte[] photons) {
                gate.acquireUninterruptibly();
                try {
                    sleep(request.samples() < 1_000 ? 0 : pause);
                    Arrays.fill(photons, 0, count * request.modes(), (byte) 0);
                    for (int shot = 0; shot < count; shot++) {
                        scatter(request, first + shot, photons, shot * request.modes());
                    }
                } finally {
                    gate.release();
                }
            }

            @Override
            public double predictedSeconds() {
                return request.samples() == 777 ? 1e9 : 0;
            }
        };
    }

    private void scatter(SamplingRequest request, long shot, byte[] photons, int offset) {
        SplittableRandom random = new SplittableRandom(request.seed() * 31 + shot);
        for (int n : request.inputState()) {
            for (int k = 0; k < n; k++) {
                if (!lossy || random.nextInt(4) > 0) {
                    photons[offset + random.nextInt(request.modes())]++;
                }
            }
        }
    }

    private static void sleep(long milliseconds) {
        if (milliseconds > 0) {
            try {
                Thread.sleep(milliseconds);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a machine", e);
            }
        }
    }
}
