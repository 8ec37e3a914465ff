// Kernels that leave their memory: each runs in a process of its own, which must not survive it. Without
// AddressSanitizer only the stack has a fence that is hit at once.
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "check.h"

namespace {

struct Ending {
    bool well;
    std::string errors;
};

// Runs the action in a child; gives what it wrote to its standard error. No thread exists before the fork.
template <typename Action>
Ending run_apart(Action action) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        action();
        _exit(0);
    }
    close(ends[1]);
    Ending ending{false, ""};
    char buffer[4096];
    for (ssize_t got = 1; got > 0;) {
        got = read(ends[0], buffer, sizeof buffer);
        ending.errors.append(buffer, got > 0 ? (size_t)got : 0);
    }
    close(ends[0]);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    ending.well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return ending;
}

void run_kernel(const char* name, unsigned threads, unsigned shared, unsigned argument) {
    start();
    CUdeviceptr memory = 0;
    CHECK_OK(cuMemAlloc_v2(&memory, 4096));
    CHECK_OK(launch(test_kernel(name), 1, threads, shared, nullptr, memory, argument));
    CHECK_OK(cuCtxSynchronize());
}

void a_stack_has_an_end() {
    CHECK(run_apart([] { run_kernel("deep_stack", 32, 0, 100); }).well);
    CHECK(!run_apart([] { run_kernel("deep_stack", 32, 0, 100000); }).well);
}

void the_sanitizer_names_the_kernel() {
#ifdef __SANITIZE_ADDRESS__
    struct Case {
        const char* kernel;
        unsigned threads;
        unsigned inside;
        unsigned outside;
    };
    for (const Case& c : {Case{"write_past_the_end", 1, 4095, 4096}, Case{"write_past_shared_memory", 64, 99, 100}}) {
        CHECK(run_apart([&] { run_kernel(c.kernel, c.threads, 100, c.inside); }).well);
        Ending ending = run_apart([&] { run_kernel(c.kernel, c.threads, 100, c.outside); });
        CHECK(!ending.well);
        CHECK(ending.errors.find("heap-buffer-overflow") != std::string::npos);
        CHECK(ending.errors.find(c.kernel) != std::string::npos);
    }
#endif
}

}  // namespace

int main() {
    a_stack_has_an_end();
    the_sanitizer_names_the_kernel();
}
