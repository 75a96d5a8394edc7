#include "core/packs/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <vector>

#include "core/base/error.h"

namespace orator::packs {
namespace {

using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

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

std::string fileSha256(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file))
    throw Error(ErrorCode::fileNotFound, file.string(), "no such file", "Check the path");
  if (!std::filesystem::is_regular_file(file))
    throw Error(ErrorCode::notAFile, file.string(), "is not a file", "Give the path of a file");
  std::ifstream stream(file, std::ios::binary);
  const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  require(EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr));
  std::vector<char> block(1 << 18);
  while (stream) {
    stream.read(block.data(), std::streamsize(block.size()));
    require(EVP_DigestUpdate(digest.get(), block.data(), std::size_t(stream.gcount())));
  }
  if (!stream.eof())
    throw Error(ErrorCode::fileNotFound, file.string(), "cannot be read", "Check the file's permissions");
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned count = 0;
  require(EVP_DigestFinal_ex(digest.get(), value.data(), &count));
  return hexadecimal(value.data(), count);
}

}  // namespace orator::packs
