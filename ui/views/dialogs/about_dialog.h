#pragma once

#include <QDialog>

namespace orator::ui {

/// Version, licence, and the licences of everything the program stands on.
class AboutDialog : public QDialog {
  Q_OBJECT
 public:
  explicit AboutDialog(QWidget* parent = nullptr);

 private:
  QWidget* componentTable();
  QWidget* licenceText(const QString& resource, const QString& name);
};

}  // namespace orator::ui
