#include "core/packs/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/base/file_system.h"

namespace orator::packs {
namespace {

void require(int opensslResult) {
  if (opensslResult != 1) throw Error(ErrorCode::internal, "SHA-256", "OpenSSL refused to compute a digest");
}

std::string hexadecimal(const unsigned char* bytes, unsigned count) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  require(EVP_DigestInit_ex(context_->digest.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::uint8_t> bytes) {
  require(EVP_DigestUpdate(context_->digest.get(), bytes.data(), bytes.size()));
}

std::string Sha256::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned count = 0;
  require(EVP_DigestFinal_ex(context_->digest.get(), value.data(), &count));
  return hexadecimal(value.data(), count);
}

std::string fileSha256(const std::filesystem::path& file, const std::function<void(std::size_t)>& onBytes) {
  if (!isThere(file)) throw Error(ErrorCode::fileNotFound, file.string(), "no such file", "Check the path");
  if (!isFile(file))
    throw Error(ErrorCode::notAFile, file.string(), "is not a file", "Give the path of a file");
  std::ifstream stream(file, std::ios::binary);
  Sha256 digest;
  std::vector<char> block(1 << 20);
  while (stream) {
    stream.read(block.data(), std::streamsize(block.size()));
    const auto count = std::size_t(stream.gcount());
    digest.update({reinterpret_cast<const std::uint8_t*>(block.data()), count});
    if (onBytes) onBytes(count);
  }
  if (!stream.eof())
    throw Error(ErrorCode::fileNotFound, file.string(), "cannot be read", "Check the file's permissions");
  return digest.finish();
}

}  // namespace orator::packs
