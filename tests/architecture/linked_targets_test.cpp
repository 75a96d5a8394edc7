// What the programs are linked with, through all libraries between, as CMake knows it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace orator {
namespace {

using testing::Contains;
using testing::Not;
using testing::StartsWith;

std::map<std::string, std::set<std::string>> linkedTargets() {
  std::map<std::string, std::set<std::string>> linked;
  std::ifstream file(ORATOR_LINKED_TARGETS);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string target, library;
    words >> target;
    target.pop_back();
    while (words >> library) linked[target].insert(library);
  }
  return linked;
}

constexpr const char* kESpeak = "PkgConfig::ESPEAK_NG";

TEST(LinkedTargets, TheLabAndESpeakBelongToTheLabsProgramAlone) {
  for (const auto& [target, libraries] : linkedTargets()) {
    if (target == "orator-lab") continue;
    EXPECT_THAT(libraries, Not(Contains(StartsWith("orator_lab")))) << target;
    EXPECT_THAT(libraries, Not(Contains(kESpeak))) << target;
  }
}

TEST(LinkedTargets, OfTheLabsProgramAreKnownToThisTest) {
  const auto linked = linkedTargets();
  ASSERT_TRUE(linked.count("orator-lab") && linked.count("orator_program"));
  EXPECT_THAT(linked.at("orator-lab"), Contains(kESpeak));
  EXPECT_THAT(linked.at("orator-lab"), Contains("orator_lab_spoken"));
  EXPECT_THAT(linked.at("orator_program"), Contains("orator_pipeline"));
}

/// It has to run where there is no memory for the libraries of the program that it starts.
TEST(LinkedTargets, OfTheLauncherAreNone) {
  EXPECT_THAT(linkedTargets().at("orator"), testing::UnorderedElementsAre("orator", "orator_warnings"));
}

/// What a creator's program will learn with knows neither the lab's tools nor a film.
TEST(LinkedTargets, TheTrainersStandOnTheNetworksAlone) {
  const auto libraries = linkedTargets().at("orator_motion_nets");
  EXPECT_THAT(libraries, Contains("orator_learning_trainer"));
  EXPECT_THAT(libraries, Contains("orator_motion_sadtalker"));
  for (const char* above : {"orator_pipeline", "orator_render"}) EXPECT_THAT(libraries, Not(Contains(above)));
}

}  // namespace
}  // namespace orator
