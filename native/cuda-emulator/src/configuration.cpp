#include "configuration.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace jaynes::emulator {

namespace {

constexpr const char* kDevices = "JAYNES_EMULATOR_DEVICES";
constexpr const char* kMemory = "JAYNES_EMULATOR_MEMORY";
constexpr const char* kComputeCapability = "JAYNES_EMULATOR_COMPUTE_CAPABILITY";
constexpr const char* kDriverVersion = "JAYNES_EMULATOR_DRIVER_VERSION";
constexpr const char* kFail = "JAYNES_EMULATOR_FAIL";
constexpr const char* kThreads = "JAYNES_EMULATOR_THREADS";
constexpr const char* kLog = "JAYNES_EMULATOR_LOG";

constexpr uint64_t kH200Memory = 143771ull << 20;
constexpr unsigned kMaxDevices = 64;
// Each host thread keeps a stack and a guard page per CUDA thread of a block: two mappings of the 65530 that Linux
// gives a process by default.
constexpr unsigned kMaxThreads = 16;

[[noreturn]] void refuse(const char* key, const std::string& value, const std::string& expected) {
    throw std::invalid_argument(std::string(key) + "=" + value + ": expected " + expected);
}

std::string get(const Settings& settings, const char* key) {
    auto set = settings.find(key);
    if (set != settings.end()) {
        return set->second;
    }
    const char* value = getenv(key);
    return value == nullptr ? "" : value;
}

// A decimal number that ends where the text ends, or that `end` tells the end of.
bool parse_number(const std::string& text, uint64_t& number, size_t* end = nullptr) {
    size_t length = text.find_first_not_of("0123456789");
    length = length == std::string::npos ? text.size() : length;
    if (length == 0 || length > 18 || (end == nullptr && length != text.size())) {
        return false;
    }
    number = std::stoull(text.substr(0, length));
    if (end != nullptr) {
        *end = length;
    }
    return true;
}

unsigned count(const Settings& settings, const char* key, unsigned otherwise, unsigned least, unsigned most) {
    std::string value = get(settings, key);
    uint64_t number = otherwise;
    if (!value.empty() && (!parse_number(value, number) || number < least || number > most)) {
        refuse(key, value, "a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return (unsigned)number;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    size_t start = 0;
    for (;;) {
        size_t comma = text.find(',', start);
        parts.push_back(text.substr(start, comma - start));
        if (comma == std::string::npos) {
            return parts;
        }
        start = comma + 1;
    }
}

uint64_t parse_bytes(const std::string& text) {
    uint64_t number = 0;
    size_t end = 0;
    if (!parse_number(text, number, &end) || number == 0) {
        return 0;
    }
    std::string unit = text.substr(end);
    int shift = unit.empty() ? 0 : unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : -1;
    return shift < 0 || number > (~0ull >> 8) >> shift ? 0 : number << shift;
}

// Half of the machine's memory, as far as an H200 has it.
uint64_t default_memory() {
    uint64_t physical = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    return std::min(kH200Memory, physical / 2);
}

// The last size is that of all further devices.
std::vector<uint64_t> memory(const Settings& settings, unsigned devices) {
    std::string value = get(settings, kMemory);
    std::vector<uint64_t> sizes;
    if (value.empty()) {
        sizes.push_back(default_memory());
    } else {
        for (const std::string& part : split(value)) {
            sizes.push_back(parse_bytes(part));
            if (sizes.back() == 0) {
                refuse(kMemory, value, "bytes, with K, M or G if wanted, one size per device separated by commas");
            }
        }
    }
    sizes.resize(devices, sizes.back());
    return sizes;
}

void compute_capability(const Settings& settings, Configuration& configuration) {
    std::string value = get(settings, kComputeCapability);
    configuration.compute_capability_major = 9;
    configuration.compute_capability_minor = 0;
    if (value.empty()) {
        return;
    }
    size_t dot = value.find('.');
    uint64_t major = 0;
    uint64_t minor = 0;
    if (dot == std::string::npos || !parse_number(value.substr(0, dot), major) ||
        !parse_number(value.substr(dot + 1), minor) || major > 99 || minor > 9) {
        refuse(kComputeCapability, value, "major.minor, such as 9.0");
    }
    configuration.compute_capability_major = (int)major;
    configuration.compute_capability_minor = (int)minor;
}

// As in the CUDA C++ programming guide, table "technical specifications per compute capability".
SharedMemory shared_memory(int major, int minor) {
    constexpr int reserved = 1 << 10;
    switch (major * 10 + minor) {
        case 70:
            return {96 << 10, 0};
        case 75:
            return {64 << 10, 0};
        case 80:
        case 87:
            return {164 << 10, reserved};
        case 86:
        case 89:
        case 120:
        case 121:
            return {100 << 10, reserved};
        default:
            return {228 << 10, reserved};
    }
}

Fault parse_fault(const std::string& value, std::string text) {
    const char* expected =
        "CALL:CODE, CALL:CODE@K (only the K-th call) or CALL:CODE@K+ (the K-th call and all later ones), with ! at the "
        "end when the device is lost from then on; several separated by commas";
    Fault fault{};
    fault.first = 1;
    fault.all_later = true;
    if (!text.empty() && text.back() == '!') {
        fault.device_is_lost = true;
        text.pop_back();
    }
    size_t colon = text.find(':');
    if (colon == std::string::npos || colon == 0) {
        refuse(kFail, value, expected);
    }
    fault.call = plain_name(text.substr(0, colon));
    std::string code = text.substr(colon + 1);
    size_t at = code.find('@');
    if (at != std::string::npos) {
        std::string first = code.substr(at + 1);
        fault.all_later = !first.empty() && first.back() == '+';
        if (fault.all_later) {
            first.pop_back();
        }
        if (!parse_number(first, fault.first) || fault.first == 0) {
            refuse(kFail, value, expected);
        }
        code.resize(at);
    }
    uint64_t number = 0;
    if (!parse_number(code, number) || number == 0 || number > 9999) {
        refuse(kFail, value, expected);
    }
    fault.code = (CUresult)number;
    return fault;
}

std::vector<Fault> faults(const Settings& settings) {
    std::string value = get(settings, kFail);
    std::vector<Fault> list;
    if (!value.empty()) {
        for (const std::string& part : split(value)) {
            list.push_back(parse_fault(value, part));
        }
    }
    return list;
}

}  // namespace

Configuration read_configuration(const Settings& settings) {
    Configuration configuration{};
    unsigned devices = count(settings, kDevices, 1, 0, kMaxDevices);
    configuration.device_memory = memory(settings, devices);
    compute_capability(settings, configuration);
    configuration.shared_memory =
        shared_memory(configuration.compute_capability_major, configuration.compute_capability_minor);
    configuration.driver_version = (int)count(settings, kDriverVersion, 13000, 1000, 99990);
    configuration.faults = faults(settings);
    unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    configuration.threads = count(settings, kThreads, std::min(cores, kMaxThreads), 1, kMaxThreads);
    configuration.log = get(settings, kLog);
    return configuration;
}

std::string plain_name(const std::string& call) {
    size_t length = call.size();
    bool versioned =
        length > 3 && call.compare(length - 3, 2, "_v") == 0 && call[length - 1] >= '2' && call[length - 1] <= '9';
    return versioned ? call.substr(0, length - 3) : call;
}

bool is_setting(const std::string& key) {
    for (const char* known : {kDevices, kMemory, kComputeCapability, kDriverVersion, kFail, kThreads, kLog}) {
        if (key == known) {
            return true;
        }
    }
    return false;
}

}  // namespace jaynes::emulator
